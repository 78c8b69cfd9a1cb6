package io.felucca.metadata.db;

import io.felucca.api.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Reads what {@link RecordWriter} wrote, field by field in the same order. */
final class RecordReader {
  private final byte[] bytes;
  private int at;

  /** Begins to read; DATA_LOSS where the format is not {@code format}. */
  RecordReader(byte[] bytes, int format) {
    this.bytes = bytes;
    int found = bytes.length == 0 ? -1 : bytes[at++];
    if (found != format) {
      throw Fault.of(
          Fault.Kind.DATA_LOSS, "record has format %d, this version reads %d", found, format);
    }
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte group = bytes[take(1)];
      value |= (group & 0x7fL) << shift;
      if (group >= 0) {
        return value;
      }
    }
  }

  String text() {
    int size = size();
    return new String(bytes, take(size), size, StandardCharsets.UTF_8);
  }

  /** A part of the record itself. */
  ByteBuffer buffer() {
    int size = size();
    return ByteBuffer.wrap(bytes, take(size), size);
  }

  Instant time() {
    long seconds = number();
    return Instant.ofEpochSecond(seconds >>> 1 ^ -(seconds & 1), number());
  }

  Map<String, String> texts() {
    int size = size();
    @SuppressWarnings({"unchecked", "rawtypes"})
    Map.Entry<String, String>[] entries = new Map.Entry[size];
    for (int i = 0; i < size; i++) {
      entries[i] = Map.entry(text(), text());
    }
    return Map.ofEntries(entries);
  }

  /** Whether there is no further field: records of an earlier version may have fewer. */
  boolean isAtEnd() {
    return at == bytes.length;
  }

  private int size() {
    long size = number();
    if (size < 0 || size > bytes.length) {
      throw cut();
    }
    return (int) size;
  }

  /** Moves on by {@code count} bytes and returns where they begin. */
  private int take(int count) {
    if (count > bytes.length - at) {
      throw cut();
    }
    at += count;
    return at - count;
  }

  private Fault cut() {
    return Fault.of(Fault.Kind.DATA_LOSS, "record of %d bytes is cut at %d", bytes.length, at);
  }
}
