package io.felucca.diff.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses into one gzip member without name and time, so that equal input gives equal output.
 */
final class GzipEncoder implements Encoder {
  private static final int ROOM = 256 << 10;
  private static final byte UNKNOWN_SYSTEM = (byte) 0xff;
  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, UNKNOWN_SYSTEM
  };

  private final Compression.Sink sink;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final CRC32 sum = new CRC32();
  private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM).order(ByteOrder.LITTLE_ENDIAN);

  GzipEncoder(Compression.Sink sink) {
    this.sink = sink;
    out.put(HEADER);
  }

  @Override
  public void encode(ByteBuffer bytes) {
    sum.update(bytes.duplicate());
    deflater.setInput(bytes);
    while (!deflater.needsInput()) {
      deflate();
    }
  }

  private void deflate() {
    deflater.deflate(out);
    if (!out.hasRemaining()) {
      flush();
    }
  }

  private void flush() {
    sink.write(out.flip());
    out.clear();
  }

  @Override
  public void finish() {
    deflater.finish();
    while (!deflater.finished()) {
      deflate();
    }
    if (out.remaining() < Long.BYTES) {
      flush();
    }
    out.putInt((int) sum.getValue()).putInt((int) deflater.getBytesRead());
    flush();
  }

  @Override
  public void close() {
    deflater.end();
  }
}
