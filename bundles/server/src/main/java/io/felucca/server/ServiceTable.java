package io.felucca.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Who answers which service now.
 *
 * <p>A service that was there a moment ago is most likely being replaced. Calls wait a little for
 * its successor then: an answer that the service does not exist would make clients fall back on
 * others for good.
 */
final class ServiceTable {
  /** What is known of a name. */
  enum State {
    HERE,
    /** It has been here, not long ago. */
    AWAY,
    UNKNOWN
  }

  /**
   * The answer to a look-up.
   *
   * @param offer who answers; null unless the state is HERE
   */
  record Found(State state, Offer offer) {}

  private final long patience;
  private final long memory;
  private final Map<String, TreeSet<Offer>> offers = new HashMap<>();
  private final Map<String, Long> leftAt = new HashMap<>();

  /**
   * @param patience how long a call waits for a service that is away
   * @param memory how long after it left a service counts as away and not as unknown
   */
  ServiceTable(Duration patience, Duration memory) {
    this.patience = patience.toNanos();
    this.memory = memory.toNanos();
  }

  synchronized void add(String name, Offer offer) {
    offers.computeIfAbsent(name, any -> new TreeSet<>()).add(offer);
    leftAt.remove(name);
    notifyAll();
  }

  synchronized void remove(String name, long id) {
    TreeSet<Offer> left = offers.get(name);
    if (left != null && left.removeIf(offer -> offer.id() == id) && left.isEmpty()) {
      offers.remove(name);
      leftAt.put(name, System.nanoTime());
    }
  }

  /** Says who answers {@code name} just now. */
  synchronized Found look(String name) {
    if (offers.containsKey(name)) {
      return new Found(State.HERE, offers.get(name).first());
    }
    return new Found(isAway(name) ? State.AWAY : State.UNKNOWN, null);
  }

  /** Finds who answers {@code name}, waiting where it is away. */
  synchronized Found find(String name) {
    long end = System.nanoTime() + patience;
    while (!offers.containsKey(name)) {
      long left = end - System.nanoTime();
      if (!isAway(name) || left <= 0 || !await(left)) {
        break;
      }
    }
    return look(name);
  }

  private boolean isAway(String name) {
    Long since = leftAt.get(name);
    return since != null && System.nanoTime() - since < memory;
  }

  private boolean await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
