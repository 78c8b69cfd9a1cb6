package io.felucca.launcher.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as RFC 3339 with nine decimals, in UTC: a DateTimeFormatter and the zone tables would cost
 * start-up time.
 */
final class Timestamp {
  private Timestamp() {}

  static void append(StringBuilder line, Instant time) {
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    digits(line, utc.getYear(), 4).append('-');
    digits(line, utc.getMonthValue(), 2).append('-');
    digits(line, utc.getDayOfMonth(), 2).append('T');
    digits(line, utc.getHour(), 2).append(':');
    digits(line, utc.getMinute(), 2).append(':');
    digits(line, utc.getSecond(), 2).append('.');
    digits(line, utc.getNano(), 9).append('Z');
  }

  private static StringBuilder digits(StringBuilder line, int number, int count) {
    String text = Integer.toString(number);
    for (int i = text.length(); i < count; i++) {
      line.append('0');
    }
    return line.append(text);
  }
}
