package io.felucca.metadata.gc;

import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import java.util.ArrayList;
import java.util.List;

/** Takes garbage out of the store, and remembers what to tell of it afterwards. */
final class Removal {
  private final Change change;
  private final List<Notice> notices = new ArrayList<>();

  private record Notice(String namespace, String topic, Payload payload) {}

  Removal(Change change) {
    this.change = change;
  }

  void remove(Garbage garbage) {
    Space space = change.space(garbage.namespace());
    for (Node node : garbage.nodes()) {
      remove(space, node);
    }
  }

  private void remove(Space space, Node node) {
    switch (node.kind()) {
      case LEASE -> {
        space.leases().delete(node.key());
        space.leaseBook().clear(node.key());
      }
      case CONTENT -> {
        space.blobs().delete(node.key());
        change.deletedIn(Backend.CONTENT);
      }
      case INGEST -> {
        space.ingests().delete(node.key());
        change.deletedIn(Backend.CONTENT);
      }
      case IMAGE -> {
        space.images().delete(node.key());
        tell(space, "/images/delete", new Events.ImageDelete(node.key()));
      }
      case SNAPSHOT -> removeSnapshot(space, node.snapshotter(), node.snapshotKey());
      default -> throw new IllegalStateException(node + " is not collected");
    }
  }

  private void removeSnapshot(Space space, String snapshotter, String key) {
    Table<SnapshotRecord> snapshots = space.snapshots(snapshotter);
    snapshots
        .get(key)
        .map(SnapshotRecord::parent)
        .filter(parent -> !parent.isEmpty())
        .ifPresent(parent -> space.children(snapshotter).remove(parent, key));
    snapshots.delete(key);
    change.deletedIn(Backend.snapshotter(snapshotter));
    tell(space, "/snapshot/remove", new Events.SnapshotRemove(key, snapshotter));
  }

  private void tell(Space space, String topic, Payload payload) {
    notices.add(new Notice(space.name(), topic, payload));
  }

  /** Publishes what was removed; after the commit. */
  void publish(Publisher events) {
    for (Notice notice : notices) {
      events.publish(Scope.of(notice.namespace), notice.topic, notice.payload);
    }
  }
}
