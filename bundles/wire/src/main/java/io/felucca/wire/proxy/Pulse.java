package io.felucca.wire.proxy;

import java.time.Duration;

/**
 * Whether a process answers: told by the calls that are made anyway, and by a question of ours now
 * and then.
 */
final class Pulse {
  /** A question that is not answered for so long is a sign. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration WHILE_WELL = Duration.ofSeconds(5);

  /** So long a call that came too late is a sign, if none that is better comes after it. */
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private static final long NEVER = Long.MIN_VALUE;

  private long asked = NEVER;
  private long answered = NEVER;
  private boolean asking;
  private boolean silent;
  private long silentSince;
  private long late = NEVER;

  /** Whether a question is to be asked now; the caller asks it then. */
  synchronized boolean isDue() {
    long now = System.nanoTime();
    Duration pause = silent ? BETWEEN : WHILE_WELL;
    boolean due = !asking && isPast(asked, now, BETWEEN) && isPast(answered, now, pause);
    if (due) {
      asking = true;
      asked = now;
    }
    return due;
  }

  /** Somebody in the process has answered, whatever. */
  synchronized void answered() {
    answered = System.nanoTime();
    silent = false;
  }

  /** A call was answered. */
  synchronized void served() {
    answered();
    late = NEVER;
  }

  /** A call was not answered within its time. */
  synchronized void late() {
    late = System.nanoTime();
  }

  /** Whether calls are likely to be in vain. */
  synchronized boolean isWeak() {
    return silent || late != NEVER && !isPast(late, System.nanoTime(), REMEMBERED);
  }

  /** The question has had its end. */
  synchronized void ended(boolean inTime) {
    asking = false;
    if (!inTime && !silent && answered < asked) {
      silent = true;
      silentSince = asked;
    }
  }

  /** How long it has not answered, zero where it does. */
  synchronized Duration silence() {
    return silent ? Duration.ofNanos(System.nanoTime() - silentSince) : Duration.ZERO;
  }

  private static boolean isPast(long then, long now, Duration time) {
    return then == NEVER || now - then >= time.toNanos();
  }
}
