package io.felucca.monitor.health;

import java.time.Instant;

/**
 * How one check went.
 *
 * @param start when it began
 * @param end when it ended
 * @param exitCode of the command; -1 where it was not run to its end
 * @param output what it printed on both streams, as much as is kept
 */
record Result(Instant start, Instant end, int exitCode, String output) {
  boolean isGood() {
    return exitCode == 0;
  }
}
