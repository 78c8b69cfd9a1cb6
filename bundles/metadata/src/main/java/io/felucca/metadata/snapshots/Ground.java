package io.felucca.metadata.snapshots;

import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.locks.KeyLocks;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every operation of one snapshotter's view stands on.
 *
 * @param id the snapshotter's ID
 * @param locks on {@code namespace/key}: what a caller does with a key it does alone; on keys of
 *     the backend and on targets: the collector keeps away
 */
record Ground(
    String id, PluginRegistry registry, Database database, Publisher events, KeyLocks locks) {
  <R> R call(Scope scope, Function<Snapshotter, R> fn) {
    return registry.call(scope, Snapshotter.KIND, id, fn);
  }

  void run(Scope scope, Consumer<Snapshotter> step) {
    call(
        scope,
        snapshotter -> {
          step.accept(snapshotter);
          return null;
        });
  }

  Held<Snapshotter> hold(Scope scope) {
    return registry.use(scope, Snapshotter.KIND, id);
  }

  /** The backend may have something that nobody refers to: the collector shall look. */
  void suspect() {
    database.dirt().add(Set.of(Backend.snapshotter(id)));
  }

  KeyLocks.Hold alone(Scope scope, String namespace, String key) {
    return locks.alone(scope, namespace + "/" + key);
  }

  /** The lock on a snapshot of the backend; the name of a client's key never looks like this. */
  static String inBackend(String backendKey) {
    return "/backend/" + backendKey;
  }

  /** The lock on all snapshots of the backend that carry this target. */
  static String target(String target) {
    return "/target/" + target;
  }
}
