package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.locks.KeyLocks;
import java.time.Instant;
import java.util.Map;

/** Changes the labels of snapshots: those that the backend inherits there first. */
final class Relabelling {
  private final Ground ground;

  Relabelling(Ground ground) {
    this.ground = ground;
  }

  SnapshotInfo update(Scope scope, SnapshotInfo given, FieldPaths paths) {
    String namespace = scope.requireNamespace();
    String key = given.name();
    if (key.isEmpty()) {
      throw Fault.invalid("snapshot name is required for update");
    }
    try (KeyLocks.Hold alone = ground.alone(scope, namespace, key)) {
      SnapshotRecord old = ground.database().view(world -> existing(world.space(namespace), key));
      Map<String, String> labels =
          LabelRules.update(old.labels(), given.labels(), paths, path -> refusal(path, key));
      SnapshotRecord updated = old.relabelled(labels, Instant.now());
      SnapshotInfo inBackend = updateBackend(scope, old, updated);
      ground.database().change(change -> replace(change.space(namespace), old, updated));
      return SnapshotRules.merged(updated, inBackend);
    }
  }

  private static Fault refusal(String path, String key) {
    return Fault.invalid("cannot update \"%s\" field on snapshot \"%s\"", path, key);
  }

  private SnapshotRecord existing(Space space, String key) {
    return space.snapshots(ground.id()).get(key).orElseThrow(() -> SnapshotRules.notFound(key));
  }

  private SnapshotInfo updateBackend(Scope scope, SnapshotRecord old, SnapshotRecord updated) {
    Map<String, String> before = SnapshotRules.inherited(old.labels());
    Map<String, String> after = SnapshotRules.inherited(updated.labels());
    String key = old.backendKey();
    if (before.equals(after)) {
      return ground.call(scope, backend -> backend.stat(scope, key));
    }
    return ground.call(
        scope,
        backend -> {
          SnapshotInfo now = backend.stat(scope, key);
          SnapshotInfo wanted =
              new SnapshotInfo(
                  now.kind(), key, now.parent(), after, now.createdAt(), now.updatedAt());
          return backend.update(scope, wanted, changed(before, after));
        });
  }

  /** Key by key, because labels that the backend has given itself are to stay. */
  private static FieldPaths changed(Map<String, String> before, Map<String, String> after) {
    Map<String, String> both = SnapshotRules.merged(before, after);
    return new FieldPaths(
        both.keySet().stream()
            .filter(key -> !both.get(key).equals(before.get(key)) || !after.containsKey(key))
            .map(key -> "labels." + key)
            .toList());
  }

  /** The collector may have removed it meanwhile. */
  private SnapshotRecord replace(Space space, SnapshotRecord old, SnapshotRecord updated) {
    SnapshotRecord now = existing(space, old.key());
    if (!now.backendKey().equals(old.backendKey())) {
      throw SnapshotRules.notFound(old.key());
    }
    space.snapshots(ground.id()).put(updated);
    return updated;
  }
}
