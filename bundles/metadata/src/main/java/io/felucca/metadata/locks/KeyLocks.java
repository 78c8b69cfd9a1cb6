package io.felucca.metadata.locks;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.store.Locks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Locks by name, each held by any number of sharers or by one alone. They guard what no transaction
 * can: that the collector and a caller do not handle the same thing in a backend at once. They
 * belong to the store, so that they are the same for all instances on it.
 */
public final class KeyLocks {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Supplier<Locks> source;
  private volatile Locks locks;

  /**
   * @param source asked at the first call: the store may not be open yet
   */
  public KeyLocks(Supplier<Locks> source) {
    this.source = source;
  }

  /** A lock that is held until this is closed. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private interface Taking {
    Optional<Locks.Hold> run(Locks locks, Duration patience) throws InterruptedException;
  }

  /** Waits, bounded by the scope's deadline and half a minute, then faults with UNAVAILABLE. */
  public Hold shared(Scope scope, String name) {
    return take(scope, name, (all, patience) -> all.shared(name, patience));
  }

  /** As {@link #shared}, alone. */
  public Hold alone(Scope scope, String name) {
    return take(scope, name, (all, patience) -> all.alone(name, patience));
  }

  /** The lock alone if nobody holds it. */
  public Optional<Hold> tryAlone(String name) {
    return locks().tryAlone(name).map(hold -> hold::close);
  }

  private Hold take(Scope scope, String name, Taking taking) {
    try {
      Locks.Hold hold =
          taking
              .run(locks(), scope.remaining(PATIENCE))
              .orElseThrow(
                  () -> Fault.unavailable("\"%s\" is being changed by another call", name));
      return hold::close;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while waiting for another call", e);
    }
  }

  private Locks locks() {
    Locks known = locks;
    if (known == null) {
      known = source.get();
      locks = known;
    }
    return known;
  }
}
