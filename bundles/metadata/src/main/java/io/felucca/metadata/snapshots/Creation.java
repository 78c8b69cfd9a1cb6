package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.Labels;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import io.felucca.metadata.locks.KeyLocks;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Makes active snapshots and views: looks whether it may be, has the backend make it under a new
 * name, then notes it, if it still may be, in one transaction. What fails in between leaves a
 * snapshot in the backend that nobody refers to; it is removed at once, or by the collector.
 */
final class Creation {
  private static final System.Logger LOG = System.getLogger(Creation.class.getName());

  /** Prepare or view, as the backend does it. */
  interface Maker {
    List<Mount> make(
        Snapshotter backend, Scope scope, String key, String parent, Map<String, String> labels);
  }

  private final Ground ground;
  private final Pending pending;
  private final Adoption adoption;

  Creation(Ground ground, Pending pending) {
    this.ground = ground;
    this.pending = pending;
    this.adoption = new Adoption(ground);
  }

  /** What is asked for, with the target that its labels name or an empty one. */
  private record Request(
      Scope scope, String key, String parent, Map<String, String> labels, String target) {}

  List<Mount> create(
      Scope scope, String key, String parent, Map<String, String> labels, Maker maker) {
    String namespace = scope.requireNamespace();
    SnapshotRules.check(key, labels);
    String target = labels.getOrDefault(SnapshotRules.TARGET, "");
    Request request = new Request(scope, key, parent, labels, target);
    try (KeyLocks.Hold one = ground.alone(scope, namespace, key)) {
      pending.settle(scope, key);
      if (target.isEmpty()) {
        return create(request, maker);
      }
      try (KeyLocks.Hold two = ground.locks().shared(scope, Ground.target(target))) {
        return create(request, maker);
      }
    }
  }

  private List<Mount> create(Request request, Maker maker) {
    String namespace = request.scope.namespace();
    String backendParent = lookUpParent(request);
    while (backendParent == null) {
      // what has the name may be collected before the lease has it
      refuseTaken(request);
      backendParent = lookUpParent(request);
    }
    String backendKey = ground.database().backendName(namespace, request.key);
    try (KeyLocks.Hold kept = ground.locks().shared(request.scope, Ground.inBackend(backendKey))) {
      return create(request, maker, backendKey, backendParent);
    }
  }

  /** The backend's key of the parent, empty for none; null where key or target are taken. */
  private String lookUpParent(Request request) {
    return ground
        .database()
        .view(world -> parentOf(world.space(request.scope.namespace()), request));
  }

  private String parentOf(Space space, Request request) {
    Table<SnapshotRecord> snapshots = space.snapshots(ground.id());
    space.leaseBook().check(request.scope);
    if (snapshots.has(request.target) || snapshots.has(request.key)) {
      return null;
    }
    return request.parent.isEmpty() ? "" : parent(snapshots, request.parent).backendKey();
  }

  private static SnapshotRecord parent(Table<SnapshotRecord> snapshots, String name) {
    return snapshots.get(name).orElseThrow(() -> SnapshotRules.parentNotFound(name));
  }

  /** Who finds a snapshot in place gets it into its lease. */
  private void refuseTaken(Request request) {
    Fault fault =
        ground.database().change(change -> taken(change.space(request.scope.namespace()), request));
    if (fault != null) {
      throw fault;
    }
  }

  /** Null where neither target nor key is there any more. */
  private Fault taken(Space space, Request request) {
    Table<SnapshotRecord> snapshots = space.snapshots(ground.id());
    boolean target = snapshots.has(request.target);
    String key = target ? request.target : request.key;
    if (!snapshots.has(key)) {
      return null;
    }
    space.leaseBook().add(request.scope, LeaseBook.snapshot(ground.id(), key));
    return Fault.exists(target ? "target snapshot \"%s\"" : "snapshot \"%s\"", key);
  }

  private List<Mount> create(
      Request request, Maker maker, String backendKey, String backendParent) {
    Scope scope = request.scope;
    List<Mount> mounts;
    try {
      Map<String, String> inherited = SnapshotRules.inherited(request.labels);
      mounts =
          ground.call(
              scope, backend -> maker.make(backend, scope, backendKey, backendParent, inherited));
    } catch (Fault e) {
      ground.suspect();
      throw e.kind() == Fault.Kind.ALREADY_EXISTS ? found(request, backendParent, e) : e;
    }
    Instant now = Instant.now();
    SnapshotRecord made =
        new SnapshotRecord(
            request.key, backendKey, request.parent, Labels.withoutEmpty(request.labels), now, now);
    try {
      if (!adoption.note(scope, made, backendParent)) {
        throw Fault.exists("snapshot \"%s\"", request.key);
      }
    } catch (RuntimeException | Error e) {
      removeAgain(scope, backendKey);
      throw e;
    }
    return mounts;
  }

  /** A backend that has the target itself says so; without a target it has no reason to. */
  private Fault found(Request request, String backendParent, Fault answer) {
    if (request.target.isEmpty()) {
      return new Fault(
          Fault.Kind.UNKNOWN, "unexpected error from snapshotter: " + answer.getMessage(), answer);
    }
    SnapshotInfo found = adoption.find(request.scope, request.target, backendParent);
    Map<String, String> labels = SnapshotRules.merged(found.labels(), request.labels);
    SnapshotRecord adopted =
        new SnapshotRecord(
            request.target,
            found.name(),
            request.parent,
            Labels.withoutEmpty(labels),
            found.createdAt(),
            found.updatedAt());
    adoption.note(request.scope, adopted, backendParent);
    return Fault.exists("target snapshot \"%s\" from snapshotter", request.target);
  }

  private void removeAgain(Scope scope, String backendKey) {
    try {
      ground.run(scope, backend -> backend.remove(scope, backendKey));
    } catch (RuntimeException e) {
      ground.suspect();
      LOG.log(
          Level.WARNING,
          () ->
              "left for the collector snapshotter="
                  + ground.id()
                  + " key="
                  + backendKey
                  + " error="
                  + e.getMessage());
    }
  }
}
