package io.felucca.diff.stream;

import io.felucca.api.Fault;
import java.util.function.IntSupplier;
import java.util.zip.CRC32;

/** Reads over a gzip member's header: RFC 1952, section 2.3. */
final class GzipHeader {
  private static final int DEFLATE = 8;
  private static final int HAS_SUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final IntSupplier bytes;
  private final CRC32 sum = new CRC32();

  /**
   * @param bytes gives one byte after the other
   */
  GzipHeader(IntSupplier bytes) {
    this.bytes = bytes;
  }

  void read() {
    if (next() != 0x1f || next() != 0x8b || next() != DEFLATE) {
      throw Fault.invalid("invalid gzip header");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw Fault.invalid("invalid gzip header: reserved flags %02x", flags);
    }
    skip(6);
    if ((flags & HAS_EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    skipText((flags & HAS_NAME) != 0);
    skipText((flags & HAS_COMMENT) != 0);
    if ((flags & HAS_SUM) != 0) {
      checkSum();
    }
  }

  private void checkSum() {
    int expected = (int) sum.getValue() & 0xffff;
    int found = next() | next() << 8;
    if (found != expected) {
      throw Fault.invalid("invalid gzip header checksum %04x, expected %04x", expected, found);
    }
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText(boolean there) {
    while (there && next() != 0) {
      // up to and with the zero byte
    }
  }

  private int next() {
    int b = bytes.getAsInt();
    sum.update(b);
    return b;
  }
}
