package io.felucca.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Locks by name, each held by any number of sharers or by one alone: for what no transaction can
 * guard, because it lasts longer or happens elsewhere. Names that nobody holds cost nothing.
 *
 * <p>Those of a store ({@link Store#locks}) are the same for all who have it open in this process:
 * two instances of a plugin of which one replaces the other keep out of each other's way.
 */
public final class Locks {
  private static final int ALONE = -1;

  private final Map<String, Integer> holders = new HashMap<>();

  /** A lock that is held until this is closed. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a lock together with other sharers; empty where it is held alone for {@code patience}.
   */
  public Optional<Hold> shared(String name, Duration patience) throws InterruptedException {
    return await(name, patience, false);
  }

  /** As {@link #shared}, alone. */
  public Optional<Hold> alone(String name, Duration patience) throws InterruptedException {
    return await(name, patience, true);
  }

  /** The lock alone if nobody holds it. */
  public synchronized Optional<Hold> tryAlone(String name) {
    return take(name, true) ? Optional.of(hold(name)) : Optional.empty();
  }

  private synchronized Optional<Hold> await(String name, Duration patience, boolean alone)
      throws InterruptedException {
    if (take(name, alone)) {
      return Optional.of(hold(name));
    }
    long until = System.nanoTime() + patience.toNanos();
    while (!take(name, alone)) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    return Optional.of(hold(name));
  }

  private Hold hold(String name) {
    return () -> release(name);
  }

  private boolean take(String name, boolean alone) {
    int held = holders.getOrDefault(name, 0);
    if (held == ALONE || alone && held > 0) {
      return false;
    }
    holders.put(name, alone ? ALONE : held + 1);
    return true;
  }

  private synchronized void release(String name) {
    int held = holders.get(name);
    if (held <= 1) {
      holders.remove(name);
    } else {
      holders.put(name, held - 1);
    }
    notifyAll();
  }
}
