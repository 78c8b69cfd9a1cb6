package io.felucca.diff.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses into one gzip member, units of it in parallel.
 *
 * <p>Each unit knows the end of the one before, so little is lost by cutting. Units are of equal
 * size whatever the machine, and neither name nor time is told: equal input gives equal output.
 */
final class GzipEncoder implements Encoder {
  private static final int UNIT = 512 << 10;
  private static final int MAX_THREADS = 4;
  private static final byte UNKNOWN_SYSTEM = (byte) 0xff;
  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, UNKNOWN_SYSTEM
  };

  private final Compression.Sink sink;
  private final int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
  private final ExecutorService pool = Executors.newFixedThreadPool(threads, GzipEncoder::thread);
  private final Queue<CompletableFuture<ByteBuffer>> pending = new ArrayDeque<>();
  private final CRC32 sum = new CRC32();
  private ByteBuffer unit = ByteBuffer.allocate(UNIT);
  private GzipUnit previous;
  private long size;

  GzipEncoder(Compression.Sink sink) {
    this.sink = sink;
    sink.write(ByteBuffer.wrap(HEADER));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "diff-gzip");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void encode(ByteBuffer bytes) {
    size += bytes.remaining();
    sum.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      if (!unit.hasRemaining()) {
        submit(false);
      }
      int count = Math.min(unit.remaining(), bytes.remaining());
      unit.put(bytes.duplicate().limit(bytes.position() + count));
      bytes.position(bytes.position() + count);
    }
  }

  private void submit(boolean last) {
    GzipUnit next = new GzipUnit(unit.array(), unit.position(), previous, last);
    pending.add(CompletableFuture.supplyAsync(next::compress, pool));
    previous = next;
    unit = last ? null : ByteBuffer.allocate(UNIT);
    while (pending.size() > threads) {
      writeOldest();
    }
  }

  private void writeOldest() {
    try {
      sink.write(pending.remove().join());
    } catch (CompletionException e) {
      throw new IllegalStateException("compress layer", e.getCause());
    }
  }

  @Override
  public void finish() {
    submit(true);
    while (!pending.isEmpty()) {
      writeOldest();
    }
    ByteBuffer trailer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sink.write(trailer.putInt((int) sum.getValue()).putInt((int) size).flip());
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
