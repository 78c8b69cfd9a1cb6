package io.felucca.runtime.oci;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Which execs are prepared before they are started. An OCI runtime's process waits for each, so
 * there are four of them at most, and none waits for more than some ten seconds: then it gives its
 * memory back, and the exec is started as one that was never prepared.
 */
final class Preparations {
  static final int MOST = 4;
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** One of them. */
  interface Member {
    /** Gives its memory back; must not block. */
    void rest();
  }

  private final Executor workers;
  private final long longest;
  private final Map<Member, Long> since = new LinkedHashMap<>();
  private boolean watched;

  Preparations(Executor workers, Duration longest) {
    this.workers = workers;
    this.longest = longest.toNanos();
  }

  /** False where there are too many. */
  synchronized boolean add(Member one) {
    if (since.size() >= MOST) {
      return false;
    }
    since.put(one, System.nanoTime());
    if (!watched) {
      watch(longest);
    }
    return true;
  }

  synchronized void remove(Member one) {
    since.remove(one);
  }

  private void watch(long nanos) {
    watched = true;
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, workers).execute(this::look);
  }

  private void look() {
    old().forEach(Member::rest);
  }

  private synchronized List<Member> old() {
    List<Member> old = new ArrayList<>();
    long now = System.nanoTime();
    long oldest = 0;
    for (Map.Entry<Member, Long> each : since.entrySet()) {
      long age = now - each.getValue();
      if (age >= longest) {
        old.add(each.getKey());
      } else {
        oldest = Math.max(oldest, age);
      }
    }
    watched = false;
    if (since.size() > old.size()) {
      watch(longest - oldest);
    }
    return old;
  }
}
