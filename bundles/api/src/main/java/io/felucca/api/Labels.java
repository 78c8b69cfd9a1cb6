package io.felucca.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of labels: a key and its value take at most 4096 bytes together, and an empty value
 * deletes.
 */
public final class Labels {
  private static final int MAX_BYTES = 4096;
  private static final int SHOWN = 64;

  private Labels() {}

  /** Throws an invalid argument where one of them is too long. */
  public static void check(Map<String, String> labels) {
    labels.forEach(Labels::check);
  }

  private static void check(String key, String value) {
    int length = bytes(key) + bytes(value);
    if (length > MAX_BYTES) {
      String shown = key.length() > SHOWN ? key.substring(0, SHOWN) : key;
      throw Fault.invalid(
          "label key and value length (%d bytes) greater than maximum size (%d bytes), key: %s",
          length, MAX_BYTES, shown);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The labels without those of empty value, in key order. */
  public static Map<String, String> withoutEmpty(Map<String, String> labels) {
    Map<String, String> kept = new TreeMap<>();
    labels.forEach((key, value) -> putOrRemove(kept, key, value));
    return kept;
  }

  /** Sets {@code key} in a mutable map, or takes it out where the value is null or empty. */
  public static void putOrRemove(Map<String, String> labels, String key, String value) {
    if (value == null || value.isEmpty()) {
      labels.remove(key);
    } else {
      labels.put(key, value);
    }
  }
}
