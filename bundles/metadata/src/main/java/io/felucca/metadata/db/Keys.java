package io.felucca.metadata.db;

import io.felucca.api.Fault;
import java.nio.charset.StandardCharsets;

/** What can be a key of the store: 1 to 32768 bytes of UTF-8. */
final class Keys {
  private static final int LONGEST = 32768;
  private static final int BYTES_PER_CHAR = 3;

  private Keys() {}

  static boolean canExist(String key) {
    int length = key.length();
    if (length == 0 || length > LONGEST) {
      return false;
    }
    return length * BYTES_PER_CHAR <= LONGEST
        || key.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /** The key, or an invalid argument where it cannot be one. */
  static String check(String key) {
    if (!canExist(key)) {
      throw Fault.invalid(
          "a name has 1 to %d bytes, this one has %d characters", LONGEST, key.length());
    }
    return key;
  }
}
