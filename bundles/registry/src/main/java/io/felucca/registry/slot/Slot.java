package io.felucca.registry.slot;

import io.felucca.api.Scope;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The place of one plugin, in which its instances follow each other.
 *
 * <p>Callers enter the instance that is there; while the place is empty but an instance is
 * expected, they wait, bounded by their deadline and by {@link #PATIENCE}.
 */
public final class Slot {
  /** How long a caller without deadline waits. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private volatile Tenant current;
  private Vacancy vacancy;

  public Slot(String name) {
    this.name = name;
    this.vacancy = Vacancy.expected("starting");
  }

  /** Gives the place to {@code tenant}; returns the one before, or null. */
  public synchronized Tenant occupy(Tenant tenant) {
    Tenant before = current;
    current = tenant;
    notifyAll();
    return before;
  }

  /** Empties the place; returns who was there, or null. */
  public synchronized Tenant vacate(Vacancy why) {
    Tenant before = current;
    current = null;
    vacancy = why;
    notifyAll();
    return before;
  }

  /** Empties the place if it is {@code tenant}'s; false where it was not. */
  public synchronized boolean vacate(Tenant tenant, Vacancy why) {
    boolean its = current == tenant && tenant != null;
    if (its) {
      vacate(why);
    }
    return its;
  }

  /** Who is there now; null for nobody. */
  public Tenant tenant() {
    return current;
  }

  /** Enters the instance that serves now; the caller must {@link Stay#close} in the end. */
  public Stay enter(Scope scope) {
    Tenant now = current;
    return now != null && now.enter() ? new Stay(now) : await(scope);
  }

  /** Enters without waiting; null where nobody serves. */
  public Stay enterNow() {
    Tenant now = current;
    return now != null && now.enter() ? new Stay(now) : null;
  }

  private synchronized Stay await(Scope scope) {
    long end = System.nanoTime() + scope.remaining(PATIENCE).toNanos();
    while (true) {
      if (current != null && current.enter()) {
        return new Stay(current);
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
      if (!isExpected() || left <= 0 || !Waiting.on(this, left)) {
        throw vacancy().fault(name);
      }
    }
  }

  /** A tenant that is there but lets nobody in is being replaced. */
  private boolean isExpected() {
    return current != null || vacancy.expected();
  }

  private Vacancy vacancy() {
    return current == null ? vacancy : Vacancy.expected("being replaced");
  }
}
