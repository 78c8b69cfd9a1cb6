package io.felucca.proxy.host;

import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A snapshotter by its ID: each call goes to the instance that serves at that moment. */
final class RawSnapshots implements Snapshotter {
  private final PluginRegistry plugins;
  private final String id;

  RawSnapshots(PluginRegistry plugins, String id) {
    this.plugins = plugins;
    this.id = id;
  }

  private <R> R call(Scope scope, Function<Snapshotter, R> fn) {
    return plugins.call(scope, KIND, id, fn);
  }

  private void run(Scope scope, Consumer<Snapshotter> fn) {
    call(
        scope,
        snapshotter -> {
          fn.accept(snapshotter);
          return null;
        });
  }

  @Override
  public SnapshotInfo stat(Scope scope, String key) {
    return call(scope, snapshotter -> snapshotter.stat(scope, key));
  }

  @Override
  public SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths) {
    return call(scope, snapshotter -> snapshotter.update(scope, info, paths));
  }

  @Override
  public Usage usage(Scope scope, String key) {
    return call(scope, snapshotter -> snapshotter.usage(scope, key));
  }

  @Override
  public List<Mount> mounts(Scope scope, String key) {
    return call(scope, snapshotter -> snapshotter.mounts(scope, key));
  }

  @Override
  public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
    return call(scope, snapshotter -> snapshotter.prepare(scope, key, parent, labels));
  }

  @Override
  public List<Mount> view(Scope scope, String key, String parent, Map<String, String> labels) {
    return call(scope, snapshotter -> snapshotter.view(scope, key, parent, labels));
  }

  @Override
  public void commit(
      Scope scope, String name, String key, Map<String, String> labels, String parent) {
    run(scope, snapshotter -> snapshotter.commit(scope, name, key, labels, parent));
  }

  @Override
  public void remove(Scope scope, String key) {
    run(scope, snapshotter -> snapshotter.remove(scope, key));
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    run(scope, snapshotter -> snapshotter.list(scope, filter, to));
  }

  @Override
  public void cleanup(Scope scope) {
    run(scope, snapshotter -> snapshotter.cleanup(scope));
  }
}
