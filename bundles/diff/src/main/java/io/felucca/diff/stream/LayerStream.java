package io.felucca.diff.stream;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentReader;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A layer's plain bytes, made by two threads beside the one that consumes them: the first reads,
 * hashes and decompresses the blob, the second hashes the plain bytes.
 */
public final class LayerStream implements AutoCloseable {
  private final Buffers buffers;
  private final ByteBuffer[] slots;
  private final Ring ring;
  private final Ring.Cursor plain;
  private final LayerSource source;
  private final LayerType type;
  private final MessageDigest diffId = Digest.sha256();
  private final Thread decoding;
  private final Thread hashing;
  private long size;

  private LayerStream(ContentReader reader, Descriptor layer, LayerType type, Buffers buffers) {
    this.buffers = buffers;
    this.slots = buffers.take();
    this.ring = new Ring(slots);
    this.plain = ring.cursor();
    this.source = new LayerSource(reader, layer.digest());
    this.type = type;
    Ring.Cursor hashed = ring.cursor();
    decoding = start("diff-decode", this::decode);
    hashing = start("diff-hash", () -> hash(hashed));
  }

  /**
   * Starts to read.
   *
   * @param layer its digest is verified at the end, its media type tells how to decompress
   */
  public static LayerStream open(ContentReader reader, Descriptor layer, Buffers buffers) {
    return new LayerStream(reader, layer, LayerType.of(layer.mediaType()), buffers);
  }

  private Thread start(String name, Runnable work) {
    Thread thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (Ring.Stopped told) {
      // somebody else has failed
    } catch (Throwable e) {
      ring.fail(e);
    }
  }

  private void decode() {
    try (Decoder decoder = Decoders.pick(type, source)) {
      decodeAll(decoder);
    } catch (Fault invalid) {
      // damaged content explains invalid data better than the decoder can
      source.verify(ByteBuffer.allocate(1 << 16));
      throw invalid;
    }
    source.verify(ByteBuffer.allocate(1 << 12));
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
      throw fault(stopped.getCause());
    }
  }

  /** Reads what the consumer left, waits for the digests, and tells what the plain stream is. */
  public Descriptor finish() {
    while (next() != null) {
      // what stands behind the end of the archive belongs to the digest
    }
    join(decoding);
    join(hashing);
    if (ring.failure() != null) {
      throw fault(ring.failure());
    }
    return Descriptor.of(LayerType.TAR, Digest.of(diffId), size);
  }

  private static RuntimeException fault(Throwable cause) {
    if (cause instanceof Fault fault) {
      return new Fault(fault.kind(), fault.getMessage(), fault);
    }
    return new Fault(Fault.Kind.UNKNOWN, "read layer: " + cause, cause);
  }

  /** Stops both threads, wherever they are. */
  @Override
  public void close() {
    ring.fail(new IllegalStateException("closed"));
    join(decoding);
    join(hashing);
    buffers.giveBack(slots);
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
