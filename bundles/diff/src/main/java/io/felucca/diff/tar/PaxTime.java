package io.felucca.diff.tar;

import java.time.Instant;

/** Times in extended headers: decimal seconds since 1970, as {@code 1700000000.123456789}. */
final class PaxTime {
  private static final int NANO_DIGITS = 9;

  private PaxTime() {}

  static Instant parse(String text) {
    int point = text.indexOf('.');
    if (point < 0) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    boolean negative = text.startsWith("-");
    long seconds = point == (negative ? 1 : 0) ? 0 : Long.parseLong(text.substring(0, point));
    long nanos = nanos(text.substring(point + 1));
    return Instant.ofEpochSecond(seconds, negative ? -nanos : nanos);
  }

  private static long nanos(String fraction) {
    if (!fraction.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new NumberFormatException(fraction);
    }
    String nine = (fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
    return Long.parseLong(nine);
  }
}
