package io.felucca.monitor.restart;

import io.felucca.monitor.Timers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets a few work at a time, so that a machine that comes up does not start all at once. One that
 * takes long counts no more: it holds nobody up.
 */
final class Gate {
  private static final int AT_ONCE = 8;

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final Timers timers;
  private final Duration patience;

  Gate(Timers timers, Duration patience) {
    this.timers = timers;
    this.patience = patience;
  }

  void pass(Runnable work) {
    places.acquireUninterruptibly();
    AtomicBoolean counts = new AtomicBoolean(true);
    Runnable cancel = timers.after(patience, () -> leave(counts));
    try {
      work.run();
    } finally {
      cancel.run();
      leave(counts);
    }
  }

  private void leave(AtomicBoolean counts) {
    if (counts.getAndSet(false)) {
      places.release();
    }
  }
}
