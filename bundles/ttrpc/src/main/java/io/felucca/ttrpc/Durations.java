package io.felucca.ttrpc;

import java.time.Duration;

/** Durations as the wire and the timers take them. */
final class Durations {
  private static final Duration LONGEST = Duration.ofDays(36500);

  private Durations() {}

  /** Nanoseconds, at most a century so that sums with a clock do not overflow; 0 for none. */
  static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, duration.toNanos());
  }
}
