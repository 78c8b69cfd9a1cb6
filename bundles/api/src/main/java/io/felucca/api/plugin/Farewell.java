package io.felucca.api.plugin;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The last moment of an instance that is replaced: its answers stay good while those who wait for
 * one ask the next instance, as {@link Carried} does.
 */
public final class Farewell {
  /** How long, at most. */
  private static final int MOST_MS = 200;

  private static final int LOOK_MS = 5;

  private Farewell() {}

  /** Returns when nothing is awaited of this instance any more, or 200 ms have passed. */
  public static void await(BooleanSupplier awaited) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MS);
    while (awaited.getAsBoolean() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
    }
  }
}
