package io.felucca.metadata.locks;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Locks by name, each held by any number of sharers or by one alone. They guard what no transaction
 * can: that the collector and a caller do not handle the same thing in a backend at once. Names
 * that nobody holds cost nothing.
 */
public final class KeyLocks {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ALONE = -1;

  private final Map<String, Integer> holders = new HashMap<>();

  /** A lock that is held until this is closed. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits, bounded by the scope's deadline and half a minute, then faults with UNAVAILABLE. */
  public Hold shared(Scope scope, String name) {
    await(scope, name, false);
    return () -> release(name);
  }

  /** As {@link #shared}, alone. */
  public Hold alone(Scope scope, String name) {
    await(scope, name, true);
    return () -> release(name);
  }

  /** The lock alone if nobody holds it. */
  public synchronized Optional<Hold> tryAlone(String name) {
    return take(name, true) ? Optional.of(() -> release(name)) : Optional.empty();
  }

  private synchronized void await(Scope scope, String name, boolean alone) {
    if (take(name, alone)) {
      return;
    }
    long until = System.nanoTime() + scope.remaining(PATIENCE).toNanos();
    while (!take(name, alone)) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw Fault.unavailable("\"%s\" is being changed by another call", name);
      }
      sleep(left);
    }
  }

  private void sleep(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while waiting for another call", e);
    }
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
