package io.felucca.diff.stream;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentReader;
import io.felucca.linux.LibcryptoDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A layer's plain bytes, made by two threads beside the one that consumes them: the first reads,
 * hashes and decompresses the blob, the second hashes the plain bytes.
 */
public final class LayerStream implements AutoCloseable {
  private final Buffers buffers;
  private final Buffers.BufferSet set;
  private final Ring ring;
  private final Ring.Cursor plain;
  private final Workers workers;
  private final LayerSource source;
  private final LayerType type;
  private final MessageDigest diffId = LibcryptoDigest.insteadOf(Digest.sha256());
  private long size;

  private LayerStream(ContentReader reader, Descriptor layer, LayerType type, Buffers buffers) {
    this.buffers = buffers;
    this.set = buffers.take();
    this.ring = new Ring(set.slots());
    this.plain = ring.cursor();
    this.workers = new Workers(ring);
    this.source = new LayerSource(reader, layer.digest());
    this.type = type;
  }

  /**
   * Starts to read.
   *
   * @param layer its digest is verified at the end, its media type tells how to decompress
   */
  public static LayerStream open(ContentReader reader, Descriptor layer, Buffers buffers) {
    LayerType type = LayerType.of(layer.mediaType());
    LayerStream stream = new LayerStream(reader, layer, type, buffers);
    stream.start();
    return stream;
  }

  private void start() {
    if (!hashedOnce()) {
      Ring.Cursor hashed = ring.cursor();
      workers.start("diff-hash", () -> hash(hashed));
    }
    workers.start("diff-decode", this::decode);
  }

  /** Whether the blob's own digest is the diff ID. */
  private boolean hashedOnce() {
    return type == LayerType.PLAIN && source.isSha256();
  }

  private void decode() {
    try (Decoder decoder = Decoders.pick(type, source, set.packed())) {
      decodeAll(decoder);
    } catch (Fault invalid) {
      // damaged content explains invalid data better than the decoder can
      source.verify(set.packed());
      throw invalid;
    }
    source.verify(set.packed());
    ring.end();
  }

  private void decodeAll(Decoder decoder) {
    boolean more = true;
    while (more) {
      ByteBuffer into = ring.claim();
      do {
        more = decoder.decode(into);
      } while (more && into.hasRemaining());
      if (into.position() > 0) {
        ring.publish();
      }
    }
  }

  private void hash(Ring.Cursor cursor) {
    for (ByteBuffer bytes; (bytes = cursor.next()) != null; ) {
      size += bytes.remaining();
      diffId.update(bytes);
    }
  }

  /** The next plain bytes; null after the last, when the blob's digest has been found right. */
  public ByteBuffer next() {
    try {
      return plain.next();
    } catch (Ring.Stopped stopped) {
      throw fault("read layer", stopped.getCause());
    }
  }

  /** Reads what the consumer left, waits for the digests, and tells what the plain stream is. */
  public Descriptor finish() {
    while (next() != null) {
      // what stands behind the end of the archive belongs to the digest
    }
    workers.join();
    if (ring.failure() != null) {
      throw fault("read layer", ring.failure());
    }
    return hashedOnce()
        ? Descriptor.of(LayerType.TAR, source.digest(), source.offset())
        : Descriptor.of(LayerType.TAR, Digest.of(diffId), size);
  }

  /** A failure of another thread, thrown in this one. */
  static Fault fault(String what, Throwable cause) {
    return cause instanceof Fault fault
        ? new Fault(fault.kind(), fault.getMessage(), fault)
        : new Fault(Fault.Kind.UNKNOWN, what + ": " + cause, cause);
  }

  /** Stops the threads, wherever they are. */
  @Override
  public void close() {
    ring.fail(new IllegalStateException("closed"));
    workers.join();
    buffers.giveBack(set);
  }
}
