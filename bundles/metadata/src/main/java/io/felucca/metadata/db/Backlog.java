package io.felucca.metadata.db;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what has changed since the collection before, for all instances on one store. */
public final class Backlog {
  private final AtomicLong changes;
  private final AtomicLong deletions;
  private final AtomicLong collections;

  Backlog(Shared shared) {
    this.changes = shared.counter("changes not collected");
    this.deletions = shared.counter("deletions not collected");
    this.collections = shared.counter("collections");
  }

  void add(boolean deleted) {
    changes.incrementAndGet();
    if (deleted) {
      deletions.incrementAndGet();
    }
  }

  public long changes() {
    return changes.get();
  }

  public long deletions() {
    return deletions.get();
  }

  /** Whether there was a collection since the store was opened. */
  public boolean isCollected() {
    return collections.get() > 0;
  }

  /** Does a collection; what had changed before it counts no more, unless it throws. */
  public void during(Runnable collection) {
    long before = changes.get();
    long deletedBefore = deletions.get();
    collection.run();
    changes.addAndGet(-before);
    deletions.addAndGet(-deletedBefore);
    collections.incrementAndGet();
  }
}
