package io.felucca.diff.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Extended header records in the making, in order of keys. */
final class PaxBlock {
  private final Map<String, byte[]> records = new TreeMap<>();

  boolean isEmpty() {
    return records.isEmpty();
  }

  void add(String key, byte[] value) {
    records.put(key, value);
  }

  void addIf(boolean needed, String key, byte[] value) {
    if (needed) {
      add(key, value);
    }
  }

  void addIf(boolean needed, String key, long value) {
    addIf(needed, key, Long.toString(value).getBytes(UTF_8));
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEach(
        (key, value) -> {
          byte[] name = key.getBytes(UTF_8);
          out.writeBytes((length(name.length + value.length + 3) + " ").getBytes(UTF_8));
          out.writeBytes(name);
          out.write('=');
          out.writeBytes(value);
          out.write('\n');
        });
    return out.toByteArray();
  }

  /** A record's length counts its own digits. */
  private static int length(int rest) {
    int length = rest + digits(rest);
    return rest + digits(length);
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}
