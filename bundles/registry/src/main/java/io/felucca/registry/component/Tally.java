package io.felucca.registry.component;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;

/** Counts the instances that live of each bundle. */
public final class Tally {
  private final Map<Long, Integer> living = new HashMap<>();
  private volatile Consumer<Bundle> whenNone = bundle -> {};

  /** Tells {@code who} whenever the last instance of a bundle has gone. */
  public void whenNone(Consumer<Bundle> who) {
    whenNone = who;
  }

  public synchronized boolean hasNone(Bundle bundle) {
    return !living.containsKey(bundle.getBundleId());
  }

  synchronized void made(Bundle bundle) {
    living.merge(bundle.getBundleId(), 1, Integer::sum);
  }

  void gone(Bundle bundle) {
    boolean none;
    synchronized (this) {
      none =
          living.merge(bundle.getBundleId(), -1, (all, less) -> all == 1 ? null : all - 1) == null;
    }
    if (none) {
      whenNone.accept(bundle);
    }
  }
}
