package io.felucca.reaper;

import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Poll;
import java.time.Duration;

/** A moment until which something is waited for. */
final class Deadline {
  private static final Duration LONGEST = Duration.ofDays(20);

  private final long at;

  private Deadline(long at) {
    this.at = at;
  }

  /** So long from now; 20 days at most. */
  static Deadline in(Duration limit) {
    Duration some = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return new Deadline(System.nanoTime() + some.toNanos());
  }

  boolean isOver() {
    return left().isZero();
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
  }

  /** Waits for something to read, or an end; false where neither came in time. */
  boolean awaits(Fd fd) throws LinuxException {
    return Poll.readable(fd, left());
  }
}
