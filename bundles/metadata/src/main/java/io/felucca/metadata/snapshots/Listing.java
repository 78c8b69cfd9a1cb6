package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.db.Pages;
import io.felucca.metadata.db.SnapshotRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lists the snapshots of a namespace with what the backend says of each. */
final class Listing {
  /** From so many on, one list of the backend is cheaper than questions one by one. */
  private static final int MANY = 16;

  private final Ground ground;

  Listing(Ground ground) {
    this.ground = ground;
  }

  void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    String namespace = scope.requireNamespace();
    Map<String, SnapshotInfo> known = new HashMap<>();
    Pages.each(
        ground.database(),
        world -> world.space(namespace).snapshots(ground.id()),
        SnapshotRecord::key,
        page -> {
          for (SnapshotInfo info : infos(scope, page, known)) {
            if (filter.test(info)) {
              to.accept(info);
            }
          }
        });
  }

  private List<SnapshotInfo> infos(
      Scope scope, List<SnapshotRecord> page, Map<String, SnapshotInfo> known) {
    if (page.isEmpty()) {
      return List.of();
    }
    return ground.call(
        scope,
        backend -> {
          if (page.size() >= MANY && known.isEmpty()) {
            backend.list(scope, Filter.ALL, info -> known.put(info.name(), info));
          }
          List<SnapshotInfo> infos = new ArrayList<>(page.size());
          for (SnapshotRecord snapshot : page) {
            add(backend, scope, snapshot, known, infos);
          }
          return infos;
        });
  }

  private static void add(
      Snapshotter backend,
      Scope scope,
      SnapshotRecord snapshot,
      Map<String, SnapshotInfo> known,
      List<SnapshotInfo> to) {
    try {
      SnapshotInfo info = known.get(snapshot.backendKey());
      to.add(
          SnapshotRules.merged(
              snapshot, info != null ? info : backend.stat(scope, snapshot.backendKey())));
    } catch (Fault e) {
      // gone since the page was read
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }
}
