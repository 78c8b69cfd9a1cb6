package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import java.util.concurrent.atomic.AtomicReference;

/** Notes in the store what the backend has made, or had made already. */
final class Adoption {
  private final Ground ground;

  Adoption(Ground ground) {
    this.ground = ground;
  }

  /**
   * Notes a snapshot and adds it to the scope's lease; false where its key is taken.
   *
   * @param backendParent the parent that it has in the backend; empty for none
   */
  boolean note(Scope scope, SnapshotRecord snapshot, String backendParent) {
    return ground
        .database()
        .change(change -> note(change.space(scope.namespace()), scope, snapshot, backendParent));
  }

  private boolean note(Space space, Scope scope, SnapshotRecord snapshot, String backendParent) {
    Table<SnapshotRecord> snapshots = space.snapshots(ground.id());
    space.leaseBook().add(scope, LeaseBook.snapshot(ground.id(), snapshot.key()));
    if (snapshots.has(snapshot.key())) {
      return false;
    }
    if (!snapshot.parent().isEmpty()) {
      checkParent(snapshots, snapshot, backendParent);
      space.children(ground.id()).add(snapshot.parent(), snapshot.key());
    }
    snapshots.put(snapshot);
    return true;
  }

  /** The name may stand for another snapshot than a moment ago. */
  private static void checkParent(
      Table<SnapshotRecord> snapshots, SnapshotRecord snapshot, String backendParent) {
    String name = snapshot.parent();
    String now =
        snapshots.get(name).orElseThrow(() -> SnapshotRules.parentNotFound(name)).backendKey();
    if (!now.equals(backendParent)) {
      throw Fault.invalid(
          "mismatched parent %s of %s: %s in the snapshotter, not %s",
          name, snapshot.key(), now, backendParent);
    }
  }

  /** The committed snapshot of the backend that carries this target and has this parent. */
  SnapshotInfo find(Scope scope, String target, String backendParent) {
    AtomicReference<SnapshotInfo> found = new AtomicReference<>();
    ground.run(
        scope,
        backend ->
            backend.list(
                scope,
                Filter.ALL,
                info -> {
                  if (isTarget(info, target, backendParent)) {
                    found.compareAndSet(null, info);
                  }
                }));
    if (found.get() == null) {
      throw Fault.notFound("target snapshot \"%s\" in backend", target);
    }
    return found.get();
  }

  private static boolean isTarget(SnapshotInfo info, String target, String backendParent) {
    return info.kind() == SnapshotKind.COMMITTED
        && target.equals(info.labels().get(SnapshotRules.TARGET))
        && info.parent().equals(backendParent);
  }
}
