package io.felucca.monitor.restart;

import java.time.Duration;

/**
 * How long to wait before the next start: ever longer for what ends soon after each start, but not
 * longer than the monitor's interval. Not safe for threads.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration AFTER_KILL = Duration.ofSeconds(3);
  private static final Duration LONG_RUN = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 20;

  private final Duration longest;
  private int soon;
  private long startedAt;
  private boolean started;

  Backoff(Duration longest) {
    this.longest = longest;
  }

  /** It was started, or that was tried. */
  void started(long nanoTime) {
    started = true;
    startedAt = nanoTime;
  }

  /** It has ended; when to start it again. */
  Duration afterEnd(long nanoTime) {
    boolean ranLong = !started || nanoTime - startedAt >= LONG_RUN.toNanos();
    soon = ranLong ? 0 : Math.min(soon + 1, MOST_DOUBLINGS);
    return least(FIRST.multipliedBy(1L << soon), longest);
  }

  /**
   * As {@link #afterEnd}, for what was killed: whoever did that may be about to delete the task and
   * the container as well, and needs a moment.
   */
  Duration afterKill(long nanoTime) {
    Duration delay = afterEnd(nanoTime);
    return delay.compareTo(AFTER_KILL) < 0 ? least(AFTER_KILL, longest) : delay;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
