package io.felucca.metadata.snapshots;

import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.locks.KeyLocks;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The snapshots of one snapshotter that each namespace sees. Keys, parents, labels and times are in
 * the store; kinds, mounts and bytes are in the backend, under names that are never used twice.
 *
 * <p>No transaction is open while the backend is called.
 */
public final class SnapshotView implements Snapshotter {
  private final Ground ground;
  private final Creation creation;
  private final Committing committing;
  private final Removal removal;
  private final Relabelling relabelling;
  private final Listing listing;
  private final SnapshotSweep sweep;

  public SnapshotView(String id, PluginRegistry registry, Database database, Publisher events) {
    this.ground =
        new Ground(
            id, registry, database, events, new KeyLocks(() -> database.locks("snapshots/" + id)));
    Pending pending = new Pending(ground);
    this.creation = new Creation(ground, pending);
    this.committing = new Committing(ground, pending);
    this.removal = new Removal(ground, pending);
    this.relabelling = new Relabelling(ground);
    this.listing = new Listing(ground);
    this.sweep = new SnapshotSweep(ground, pending);
  }

  /** What frees the bytes of snapshots that no namespace has any more. */
  public SnapshotSweep sweep() {
    return sweep;
  }

  @Override
  public SnapshotInfo stat(Scope scope, String key) {
    SnapshotRecord snapshot = existing(scope, key);
    return SnapshotRules.merged(
        snapshot, ground.call(scope, backend -> backend.stat(scope, snapshot.backendKey())));
  }

  private SnapshotRecord existing(Scope scope, String key) {
    String namespace = scope.requireNamespace();
    return ground
        .database()
        .view(world -> world.space(namespace).snapshots(ground.id()).get(key))
        .orElseThrow(() -> SnapshotRules.notFound(key));
  }

  @Override
  public SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths) {
    return relabelling.update(scope, info, paths);
  }

  @Override
  public Usage usage(Scope scope, String key) {
    String backendKey = existing(scope, key).backendKey();
    return ground.call(scope, backend -> backend.usage(scope, backendKey));
  }

  @Override
  public List<Mount> mounts(Scope scope, String key) {
    String backendKey = existing(scope, key).backendKey();
    return ground.call(scope, backend -> backend.mounts(scope, backendKey));
  }

  @Override
  public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
    List<Mount> mounts = creation.create(scope, key, parent, labels, Snapshotter::prepare);
    ground
        .events()
        .publish(scope, "/snapshot/prepare", new Events.SnapshotPrepare(key, parent, ground.id()));
    return mounts;
  }

  @Override
  public List<Mount> view(Scope scope, String key, String parent, Map<String, String> labels) {
    return creation.create(scope, key, parent, labels, Snapshotter::view);
  }

  @Override
  public void commit(
      Scope scope, String name, String key, Map<String, String> labels, String parent) {
    committing.commit(scope, name, key, labels, parent);
    ground
        .events()
        .publish(scope, "/snapshot/commit", new Events.SnapshotCommit(key, name, ground.id()));
  }

  @Override
  public void remove(Scope scope, String key) {
    removal.remove(scope, key);
    ground.events().publish(scope, "/snapshot/remove", new Events.SnapshotRemove(key, ground.id()));
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    listing.list(scope, filter, to);
  }

  @Override
  public void cleanup(Scope scope) {
    ground.run(scope, backend -> backend.cleanup(scope));
  }
}
