package io.felucca.diff.stream;

import io.felucca.api.Digest;
import io.felucca.api.content.ContentWriter;
import io.felucca.linux.LibcryptoDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Takes a new layer's plain bytes and writes them as content; two threads beside the one that gives
 * them hash and compress.
 */
public final class LayerOutput implements AutoCloseable {
  private final Buffers buffers;
  private final Buffers.BufferSet set;
  private final Ring ring;
  private final Workers workers;
  private final MessageDigest diffId = LibcryptoDigest.insteadOf(Digest.sha256());
  private ByteBuffer current;

  private LayerOutput(Buffers buffers) {
    this.buffers = buffers;
    this.set = buffers.take();
    this.ring = new Ring(set.slots());
    this.workers = new Workers(ring);
  }

  /**
   * Starts to write.
   *
   * @param writer used by another thread until {@link #finish} or {@link #close} returns
   */
  public static LayerOutput open(ContentWriter writer, Compression compression, Buffers buffers) {
    LayerOutput output = new LayerOutput(buffers);
    Ring.Cursor hashed = output.ring.cursor();
    Ring.Cursor compressed = output.ring.cursor();
    output.workers.start("diff-hash", () -> output.hash(hashed));
    output.workers.start("diff-encode", () -> output.encode(compressed, compression, writer));
    return output;
  }

  private void hash(Ring.Cursor cursor) {
    for (ByteBuffer bytes; (bytes = cursor.next()) != null; ) {
      diffId.update(bytes);
    }
  }

  private void encode(Ring.Cursor cursor, Compression compression, ContentWriter writer) {
    try (Encoder encoder = compression.encoder(writer::write, set.packed())) {
      for (ByteBuffer bytes; (bytes = cursor.next()) != null; ) {
        encoder.encode(bytes);
      }
      encoder.finish();
    }
  }

  /** A direct buffer with room for at least one byte: what is put into it is the next output. */
  public ByteBuffer room() {
    try {
      if (current != null && !current.hasRemaining()) {
        ring.publish();
        current = null;
      }
      if (current == null) {
        current = ring.claim();
      }
      return current;
    } catch (Ring.Stopped stopped) {
      throw LayerStream.fault("write layer", stopped.getCause());
    }
  }

  /** Puts all of these bytes. */
  public void put(byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      ByteBuffer room = room();
      int count = Math.min(room.remaining(), bytes.length - at);
      room.put(bytes, at, count);
      at += count;
    }
  }

  /** Writes all that was put; the diff ID. */
  public Digest finish() {
    if (current != null && current.position() > 0) {
      ring.publish();
    }
    current = null;
    ring.end();
    workers.join();
    if (ring.failure() != null) {
      throw LayerStream.fault("write layer", ring.failure());
    }
    return Digest.of(diffId);
  }

  /** Stops the threads, wherever they are. */
  @Override
  public void close() {
    ring.fail(new IllegalStateException("closed"));
    workers.join();
    buffers.giveBack(set);
  }
}
