package io.felucca.reaper;

import java.time.Instant;

/**
 * How a process ended.
 *
 * @param status what it gave to exit(3), or 128 and the number of the signal that killed it; 255
 *     where nobody knows
 * @param at when; where nobody knows, when that was noticed
 * @param known whether the status is the process's own
 */
public record Ended(int status, Instant at, boolean known) {
  private static final int UNKNOWN = 255;

  static Ended unknown() {
    return new Ended(UNKNOWN, Instant.now(), false);
  }
}
