package io.felucca.metadata.world;

import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A snapshotter over a real one that can be made to fail, to hang or to know things. */
public class Reluctant implements Snapshotter {
  /** What happens before a call, by name; it may throw or wait. */
  public interface Hindrance {
    void before(String call);
  }

  /** Called when a call has been done, before its answer goes out. */
  public volatile Hindrance after = call -> {};

  public volatile Hindrance before = call -> {};
  protected final Snapshotter real;

  public Reluctant(Snapshotter real) {
    this.real = real;
  }

  @Override
  public SnapshotInfo stat(Scope scope, String key) {
    before.before("stat");
    return real.stat(scope, key);
  }

  @Override
  public SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths) {
    before.before("update");
    return real.update(scope, info, paths);
  }

  @Override
  public Usage usage(Scope scope, String key) {
    before.before("usage");
    return real.usage(scope, key);
  }

  @Override
  public List<Mount> mounts(Scope scope, String key) {
    before.before("mounts");
    return real.mounts(scope, key);
  }

  @Override
  public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
    before.before("prepare");
    List<Mount> mounts = real.prepare(scope, key, parent, labels);
    after.before("prepare");
    return mounts;
  }

  @Override
  public List<Mount> view(Scope scope, String key, String parent, Map<String, String> labels) {
    before.before("view");
    return real.view(scope, key, parent, labels);
  }

  @Override
  public void commit(
      Scope scope, String name, String key, Map<String, String> labels, String parent) {
    before.before("commit");
    real.commit(scope, name, key, labels, parent);
    after.before("commit");
  }

  @Override
  public void remove(Scope scope, String key) {
    before.before("remove");
    real.remove(scope, key);
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    before.before("list");
    real.list(scope, filter, to);
  }

  @Override
  public void cleanup(Scope scope) {
    before.before("cleanup");
    real.cleanup(scope);
  }
}
