package io.felucca.registry.graph;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tries plugins again that said that what they need is unavailable: at longer and longer intervals.
 */
final class Retries {
  private static final int FIRST_SECONDS = 1;
  private static final int LONGEST_SECONDS = 30;

  private final ScheduledExecutorService clock;
  private final Runnable retry;
  private int seconds = FIRST_SECONDS;
  private ScheduledFuture<?> next;

  Retries(ScheduledExecutorService clock, Runnable retry) {
    this.clock = clock;
    this.retry = retry;
  }

  /** Sets the clock where there is something to try again. */
  synchronized void plan(List<Node> nodes) {
    if (nodes.stream().noneMatch(Node::isToBeRetried)) {
      seconds = FIRST_SECONDS;
    } else if (next == null || next.isDone()) {
      schedule();
    }
  }

  private void schedule() {
    next = clock.schedule(this::run, seconds, TimeUnit.SECONDS);
    seconds = Math.min(seconds * 2, LONGEST_SECONDS);
  }

  private void run() {
    synchronized (this) {
      next = null;
    }
    retry.run();
  }
}
