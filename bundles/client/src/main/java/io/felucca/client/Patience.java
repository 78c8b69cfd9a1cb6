package io.felucca.client;

import io.felucca.api.Fault;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Pauses that get longer, until it is enough. */
final class Patience {
  private static final long FIRST_MS = 8;
  private static final long LONGEST_MS = 1000;
  private static final long ALL_SECONDS = 60;

  private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ALL_SECONDS);
  private long next = FIRST_MS;

  /** Pauses; false where it is enough. */
  boolean pause() {
    if (System.nanoTime() - end > 0) {
      return false;
    }
    try {
      Thread.sleep(next / 2 + ThreadLocalRandom.current().nextLong(next));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while waiting", e);
    }
    next = Math.min(2 * next, LONGEST_MS);
    return true;
  }
}
