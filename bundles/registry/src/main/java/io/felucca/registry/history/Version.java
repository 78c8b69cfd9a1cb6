package io.felucca.registry.history;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A configuration that was in force.
 *
 * @param number counts up
 * @param time since when
 * @param door how it came
 * @param text its content as TOML of the newest version, without defaults and flags
 */
public record Version(long number, Instant time, String door, String text) {
  /** As a file: a line about it, then the content. */
  String file() {
    return "# " + number + " " + time + " " + door + "\n" + text;
  }

  /** Reads a file; null where it is none of ours. */
  static Version read(String file) {
    int end = file.indexOf('\n');
    String[] words = (end < 0 ? "" : file.substring(0, end)).split(" ", 4);
    try {
      return words.length == 4
          ? new Version(
              Long.parseLong(words[1]), Instant.parse(words[2]), words[3], file.substring(end + 1))
          : null;
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }
}
