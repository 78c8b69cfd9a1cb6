package io.felucca.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Strings, numbers and times as bytes.
 *
 * <p>A string is UTF-8, a number 8 bytes big endian (so that numbers from zero on sort by value), a
 * time the seconds since 1970 as 8 bytes and the nanoseconds as 4, big endian.
 */
public final class Codec {
  private static final int TIME_LENGTH = 12;

  private Codec() {}

  /** UTF-8. */
  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Eight bytes, big endian. */
  public static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** Twelve bytes: seconds, nanoseconds. */
  public static byte[] bytes(Instant time) {
    return ByteBuffer.allocate(TIME_LENGTH)
        .putLong(time.getEpochSecond())
        .putInt(time.getNano())
        .array();
  }

  /** The string of UTF-8 bytes. */
  public static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  /** The number of {@link #bytes(long)}. */
  public static long number(byte[] bytes) {
    return expect(bytes, Long.BYTES, "a number").getLong();
  }

  /** The time of {@link #bytes(Instant)}. */
  public static Instant time(byte[] bytes) {
    ByteBuffer buffer = expect(bytes, TIME_LENGTH, "a time");
    return Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
  }

  private static ByteBuffer expect(byte[] bytes, int length, String what) {
    if (bytes.length != length) {
      throw new StoreException(
          what + " has " + length + " bytes, but " + bytes.length + " are stored");
    }
    return ByteBuffer.wrap(bytes);
  }
}
