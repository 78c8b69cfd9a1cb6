package io.felucca.runtime.serve;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * When the process may go: a while after its last task has gone, if none has come meanwhile. Every
 * minute it looks by itself, for its folder may have been removed.
 *
 * <p>Only the script, which holds the lock, can tell for sure: it asks nobody to start between its
 * look and the process's disappearance.
 */
final class Retirement {
  private static final long MINUTE_MS = 60_000;

  private final long idle;
  private final BooleanSupplier unused;
  private final BooleanSupplier retire;
  private long due = System.nanoTime();
  private boolean poked;

  /**
   * @param unused whether nothing is left to do, as far as is known here
   * @param retire asks for permission; true: nobody will be sent here any more
   */
  Retirement(Duration idle, BooleanSupplier unused, BooleanSupplier retire) {
    this.idle = idle.toNanos();
    this.unused = unused;
    this.retire = retire;
  }

  /** A task has gone: it may have been the last one. */
  synchronized void poke() {
    poked = true;
    due = System.nanoTime() + idle;
    notifyAll();
  }

  /** Returns when the process is to end. */
  void await() throws InterruptedException {
    while (true) {
      awaitQuiet();
      if (unused.getAsBoolean() && retire.getAsBoolean()) {
        return;
      }
    }
  }

  private synchronized void awaitQuiet() throws InterruptedException {
    if (!poked) {
      wait(MINUTE_MS);
    }
    for (long left = left(); left > 0; left = left()) {
      wait(left);
    }
    poked = false;
  }

  private long left() {
    return TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime() + 999_999);
  }
}
