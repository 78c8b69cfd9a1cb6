package io.felucca.diff.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A piece of a deflate stream that is compressed by itself: RFC 1951. */
final class GzipUnit {
  /** How far back deflate can refer. */
  private static final int WINDOW = 32 << 10;

  private final byte[] bytes;
  private final int length;
  private final byte[] before;
  private final boolean last;

  /**
   * @param previous the unit before, whose end this one may refer to; null for the first
   * @param last whether the stream ends with it
   */
  GzipUnit(byte[] bytes, int length, GzipUnit previous, boolean last) {
    this.bytes = bytes;
    this.length = length;
    this.before = previous == null ? new byte[0] : previous.end();
    this.last = last;
  }

  private byte[] end() {
    return Arrays.copyOfRange(bytes, Math.max(0, length - WINDOW), length);
  }

  /** Ends at a byte's boundary, where the next unit's bytes can follow. */
  ByteBuffer compress() {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setDictionary(before);
      deflater.setInput(bytes, 0, length);
      if (last) {
        deflater.finish();
      }
      return run(deflater);
    } finally {
      deflater.end();
    }
  }

  private ByteBuffer run(Deflater deflater) {
    int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
    byte[] out = new byte[length / 2 + 1024];
    int at = 0;
    while (true) {
      int room = out.length - at;
      int count = deflater.deflate(out, at, room, flush);
      at += count;
      if (count < room) {
        return ByteBuffer.wrap(out, 0, at);
      }
      out = Arrays.copyOf(out, 2 * out.length);
    }
  }
}
