package io.felucca.ttrpc;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Deadlines of a loop, ordered by time; setting one wakes the loop only when it is the earliest.
 */
final class Timers {
  /** A deadline that was set: its time in nanoseconds and a number that tells equal times apart. */
  record Timer(long at, long number) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(at - other.at, 0);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final Runnable wakeup;
  private final TreeMap<Timer, Runnable> pending = new TreeMap<>();
  private long count;

  Timers(Runnable wakeup) {
    this.wakeup = wakeup;
  }

  /** Runs something on the loop's thread after so many nanoseconds, unless cancelled. */
  Timer after(long nanos, Runnable action) {
    Timer timer;
    boolean earliest;
    synchronized (this) {
      timer = new Timer(System.nanoTime() + nanos, count++);
      pending.put(timer, action);
      earliest = pending.firstKey().equals(timer);
    }
    if (earliest) {
      wakeup.run();
    }
    return timer;
  }

  synchronized void cancel(Timer timer) {
    pending.remove(timer);
  }

  /** Milliseconds until the next deadline, rounded up; negative when there is none. */
  synchronized long untilNext() {
    if (pending.isEmpty()) {
      return -1;
    }
    long nanos = pending.firstKey().at - System.nanoTime();
    return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }

  void runDue() {
    for (Runnable action = due(); action != null; action = due()) {
      action.run();
    }
  }

  private synchronized Runnable due() {
    boolean none = pending.isEmpty() || pending.firstKey().at - System.nanoTime() > 0;
    return none ? null : pending.pollFirstEntry().getValue();
  }
}
