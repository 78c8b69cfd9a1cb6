package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.Children;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import io.felucca.metadata.locks.KeyLocks;

/** Removes snapshots from the store; their bytes are the collector's. */
final class Removal {
  private final Ground ground;
  private final Pending pending;

  Removal(Ground ground, Pending pending) {
    this.ground = ground;
    this.pending = pending;
  }

  void remove(Scope scope, String key) {
    String namespace = scope.requireNamespace();
    try (KeyLocks.Hold alone = ground.alone(scope, namespace, key)) {
      pending.settle(scope, key);
      ground.database().change(change -> remove(change, scope, key));
    }
  }

  private SnapshotRecord remove(Change change, Scope scope, String key) {
    Space space = change.space(scope.namespace());
    Table<SnapshotRecord> snapshots = space.snapshots(ground.id());
    SnapshotRecord snapshot = snapshots.get(key).orElseThrow(() -> SnapshotRules.notFound(key));
    Children children = space.children(ground.id());
    if (children.any(key)) {
      throw Fault.precondition("cannot remove snapshot with child");
    }
    if (!snapshot.parent().isEmpty()) {
      children.remove(snapshot.parent(), key);
    }
    snapshots.delete(key);
    space.leaseBook().remove(scope, LeaseBook.snapshot(ground.id(), key));
    change.deletedIn(Backend.snapshotter(ground.id()));
    return snapshot;
  }
}
