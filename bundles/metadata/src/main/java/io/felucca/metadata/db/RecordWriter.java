package io.felucca.metadata.db;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes one record: a format byte, then its fields one after the other, without names.
 *
 * <p>Numbers are little-endian groups of seven bits; texts and byte arrays have their length in
 * front, maps the count of their entries. A new field goes to the end, under a new format.
 */
final class RecordWriter {
  private byte[] bytes = new byte[256];
  private int length;

  RecordWriter(int format) {
    octet(format);
  }

  RecordWriter number(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      octet((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    octet((int) rest);
    return this;
  }

  RecordWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  RecordWriter bytes(byte[] value) {
    number(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** Seconds since 1970, with the sign in the lowest bit, and nanoseconds. */
  RecordWriter time(Instant value) {
    long seconds = value.getEpochSecond();
    return number(seconds << 1 ^ seconds >> 63).number(value.getNano());
  }

  RecordWriter texts(Map<String, String> values) {
    number(values.size());
    values.forEach((key, value) -> text(key).text(value));
    return this;
  }

  private void octet(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  byte[] done() {
    return Arrays.copyOf(bytes, length);
  }
}
