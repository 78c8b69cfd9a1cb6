package io.felucca.api.snapshot;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Stacks of file system layers, by key.
 *
 * <p>The story of a layer: {@link #prepare} makes an active snapshot over a committed parent (or
 * over nothing) and answers the mounts by which the caller fills it; {@link #commit} makes it
 * immutable under a name, and it can be a parent from then on. The story of a container: {@code
 * prepare} over the topmost layer, run on its mounts, {@link #remove} at the end. A {@link #view}
 * is a read-only look at a committed snapshot. The snapshotter never mounts anything for the
 * caller; it only says what to mount.
 *
 * <p>Keys of active snapshots and names of committed ones share one space. The raw snapshotter
 * knows no namespaces.
 */
@ConsumerType
public interface Snapshotter extends Plugin {
  PluginKind<Snapshotter> KIND =
      new PluginKind<>("io.containerd.snapshotter.v1", Snapshotter.class);

  /** What is known of a snapshot; NOT_FOUND where there is none. */
  SnapshotInfo stat(Scope scope, String key);

  /**
   * Replaces labels ({@code labels}, {@code labels.K}); with no paths all labels, anything else of
   * {@code info} is ignored.
   */
  SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths);

  /**
   * The space the snapshot takes without its parents; of an active one as it is now, which may take
   * a walk.
   */
  Usage usage(Scope scope, String key);

  /**
   * The mounts of an active snapshot or a view; NOT_FOUND where there is none, FAILED_PRECONDITION
   * for a committed one.
   */
  List<Mount> mounts(Scope scope, String key);

  /**
   * Makes an active snapshot over {@code parent} (empty for none) and answers its mounts.
   *
   * @throws Fault ALREADY_EXISTS where the key is taken, NOT_FOUND where the parent is not there,
   *     INVALID_ARGUMENT where it is not committed
   */
  List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels);

  /** As {@link #prepare}, read-only. */
  List<Mount> view(Scope scope, String key, String parent, Map<String, String> labels);

  /**
   * Makes the active snapshot {@code key} the committed snapshot {@code name}; the key is free
   * again.
   *
   * @param parent a new parent to put below it, for snapshotters with the capability {@code
   *     rebase}; empty to keep its own
   * @throws Fault ALREADY_EXISTS where the name is taken, NOT_FOUND where the key is not there,
   *     FAILED_PRECONDITION where it is not active
   */
  void commit(Scope scope, String name, String key, Map<String, String> labels, String parent);

  /**
   * Removes a snapshot of any kind; FAILED_PRECONDITION where it is a parent. Its bytes may go
   * later, in {@link #cleanup}.
   */
  void remove(Scope scope, String key);

  /** Tells every snapshot that matches, in order of keys. */
  void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to);

  /**
   * Frees what removed snapshots and interrupted calls have left behind; UNIMPLEMENTED where there
   * is never anything left.
   */
  default void cleanup(Scope scope) {
    throw Fault.unimplemented("snapshotter does not implement Cleanup method");
  }
}
