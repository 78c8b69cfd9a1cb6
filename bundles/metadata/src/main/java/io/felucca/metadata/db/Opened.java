package io.felucca.metadata.db;

import io.felucca.store.Store;
import io.felucca.store.Tx;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One instance's handle on the open store, with what all of them share.
 *
 * <p>While the store is clean, a mark in it says so, with the backends that were left dirty. The
 * first change takes the mark away, the last handle that is closed puts it back; where it is
 * missing at the opening, the daemon died, and every backend may hold bytes that nobody refers to.
 */
final class Opened implements AutoCloseable {
  static final String STATE = "state";
  private static final String CLEAN = "clean";

  private final Store store;
  private final Shared shared;
  private final Dirt dirt;
  private final Backlog backlog;
  private final AtomicLong begun;
  private final AtomicLong ended;
  private final AtomicLong handles;
  private final ReentrantLock opening;

  Opened(Store store) {
    this.store = store;
    this.shared = new Shared(store.shared());
    this.dirt = new Dirt(shared);
    this.backlog = new Backlog(shared);
    this.begun = shared.counter("changes begun");
    this.ended = shared.counter("changes ended");
    this.handles = shared.counter("handles");
    this.opening = shared.lock("opening");
    enter();
  }

  private void enter() {
    opening.lock();
    try {
      if (handles.getAndIncrement() == 0) {
        dirt.read(mark());
      }
    } finally {
      opening.unlock();
    }
  }

  Store store() {
    return store;
  }

  Shared shared() {
    return shared;
  }

  Dirt dirt() {
    return dirt;
  }

  Backlog backlog() {
    return backlog;
  }

  /** How many changes have begun. */
  AtomicLong begun() {
    return begun;
  }

  /** How many changes have ended. */
  AtomicLong ended() {
    return ended;
  }

  /** To be called in every change. */
  static void unmark(Tx tx) {
    if (tx.root().at(STATE).has(CLEAN)) {
      tx.root().make(STATE).delete(CLEAN);
    }
  }

  /** Null where there is none. */
  private String mark() {
    return store.view(tx -> tx.root().at(STATE).text(CLEAN).orElse(null));
  }

  @Override
  public void close() {
    opening.lock();
    try (store) {
      boolean isLast = handles.decrementAndGet() == 0;
      if (isLast && !dirt.isAnywhere() && !dirt.toText().equals(mark())) {
        store.write(tx -> tx.root().make(STATE).putText(CLEAN, dirt.toText()));
      }
    } finally {
      opening.unlock();
    }
  }
}
