package io.felucca.metadata.db;

import io.felucca.store.Tx;
import java.util.Set;
import java.util.TreeSet;

/**
 * All namespaces, inside a transaction that changes them; remembers what the collector must know.
 */
public final class Change extends World {
  private final Set<Backend> dirty = new TreeSet<>();
  private boolean deleted;

  Change(Tx tx) {
    super(tx);
  }

  /** Something was deleted that may have been the last reference to something else. */
  public void deleted() {
    deleted = true;
  }

  /** Something was deleted whose bytes in this backend are to go. */
  public void deletedIn(Backend backend) {
    deleted = true;
    dirty.add(backend);
  }

  /** Does something once this change is durable, before anybody hears of it. */
  public void afterCommit(Runnable action) {
    tx().afterCommit(action);
  }

  /** Removes a namespace with all that is in it; false where there is none. */
  public boolean drop(String namespace) {
    return tx().root().make(NAMESPACES).deleteBucket(namespace);
  }

  boolean hasDeleted() {
    return deleted;
  }

  Set<Backend> dirty() {
    return dirty;
  }
}
