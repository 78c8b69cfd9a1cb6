package io.felucca.overlayfs;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Labels;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
import io.felucca.linux.FileTree;
import io.felucca.snapshots.book.Snapshot;
import io.felucca.snapshots.book.SnapshotBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Snapshots on Linux' overlay file system: one folder a layer, stacked by the kernel.
 *
 * <p>Options, labels and what is mounted are those of containerd's plugin of this name
 * (docs/snapshotters/overlayfs). Removed snapshots leave their folders to {@link #cleanup} unless
 * {@code sync_remove} is set.
 */
@PluginSpec(type = "io.containerd.snapshotter.v1", id = "overlayfs")
@Component(
    service = Snapshotter.class,
    configurationPid = "io.containerd.snapshotter.v1.overlayfs",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class OverlaySnapshotter implements Snapshotter {
  private static final String UPPERDIR_LABEL = "containerd.io/snapshot/overlay.upperdir";

  /** The keys of {@code [plugins."io.containerd.snapshotter.v1.overlayfs"]}. */
  public @interface Config {
    /** Where everything is kept; empty for the plugin's own folder. */
    String root_path() default "";

    /** Whether snapshots tell their upper folder in a label. */
    boolean upperdir_label() default false;

    /** Whether a removal takes the folder with it at once. */
    boolean sync_remove() default false;

    /**
     * Whether clients may shift owners by changing every file; else they are told to ask for mapped
     * mounts only.
     */
    boolean slow_chown() default false;

    /** Further options of every overlay mount. */
    String[] mount_options() default {};

    String plugin_root() default "";
  }

  private final Config config;
  private final Path root;
  private final Layers layers;
  private OverlayMounts mounts;
  private SnapshotBook book;

  @Activate
  public OverlaySnapshotter(Config config) {
    this.config = config;
    this.root = Path.of(config.root_path().isEmpty() ? config.plugin_root() : config.root_path());
    this.layers = new Layers(root.resolve("snapshots"));
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(root);
      Kernel.require(root);
      List<String> options = new ArrayList<>(List.of(config.mount_options()));
      options.addAll(Kernel.baseOptions());
      mounts = new OverlayMounts(layers, options, Kernel.mapsIds());
    } catch (IOException e) {
      throw Fault.io("overlayfs in " + root, e);
    }
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("root", root.toString());
  }

  @Override
  public List<String> capabilities() {
    List<String> capabilities = new ArrayList<>(List.of("rebase"));
    if (Kernel.mapsIds()) {
      capabilities.add("remap-ids");
      if (!config.slow_chown()) {
        capabilities.add("only-remap-ids");
      }
    }
    return capabilities;
  }

  @Override
  public SnapshotInfo stat(Scope scope, String key) {
    return shown(book().get(key));
  }

  @Override
  public SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths) {
    book().update(info, paths);
    return stat(scope, info.name());
  }

  @Override
  public Usage usage(Scope scope, String key) {
    Snapshot snapshot = book().get(key);
    return snapshot.kind() == SnapshotKind.ACTIVE ? measure(snapshot.id()) : book().usage(key);
  }

  @Override
  public List<Mount> mounts(Scope scope, String key) {
    return mounts.of(book().mountable(key));
  }

  @Override
  public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
    return create(SnapshotKind.ACTIVE, key, parent, labels);
  }

  @Override
  public List<Mount> view(Scope scope, String key, String parent, Map<String, String> labels) {
    return create(SnapshotKind.VIEW, key, parent, labels);
  }

  private List<Mount> create(
      SnapshotKind kind, String key, String parent, Map<String, String> labels) {
    Path fresh = null;
    try {
      Path made = fresh = layers.fresh(kind == SnapshotKind.ACTIVE);
      Snapshot snapshot = book().create(kind, key, parent, labels, entry -> take(made, entry));
      return mounts.of(snapshot);
    } catch (IOException e) {
      discard(fresh);
      throw Fault.io("snapshot \"" + key + "\"", e);
    } catch (RuntimeException e) {
      discard(fresh);
      throw e;
    }
  }

  private void take(Path fresh, Snapshot snapshot) throws IOException {
    if (Files.exists(fresh)) {
      setOwner(fresh, snapshot);
      layers.adopt(fresh, snapshot.id());
    }
  }

  private void setOwner(Path fresh, Snapshot snapshot) throws IOException {
    if (!snapshot.parentIds().isEmpty()) {
      layers.inherit(fresh, snapshot.parentIds().get(0));
    }
    Map<String, String> labels = snapshot.info().labels();
    String uids = labels.get(OverlayMounts.UID_MAPPING);
    String gids = labels.get(OverlayMounts.GID_MAPPING);
    if (uids != null || gids != null) {
      layers.own(fresh, Mapping.root(uids), Mapping.root(gids));
    }
  }

  private static void discard(Path fresh) {
    try {
      if (fresh != null) {
        FileTree.delete(fresh);
      }
    } catch (IOException e) {
      System.getLogger(OverlaySnapshotter.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "left to cleanup: " + fresh + " error=\"" + e.getMessage() + "\"");
    }
  }

  @Override
  public void commit(
      Scope scope, String name, String key, Map<String, String> labels, String parent) {
    Usage usage = measure(book().get(key).id());
    book().commit(name, key, usage, labels, parent);
  }

  @Override
  public void remove(Scope scope, String key) {
    try {
      Snapshot removed = book().remove(key, SnapshotBook.FileWork.NONE);
      if (config.sync_remove()) {
        layers.delete(removed.id());
      }
    } catch (IOException e) {
      throw Fault.io("folder of removed snapshot \"" + key + "\"", e);
    }
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    if (config.upperdir_label()) {
      List<String> names = new ArrayList<>();
      book().list(Filter.ALL, info -> names.add(info.name()));
      names.stream().map(name -> stat(scope, name)).filter(filter).forEach(to);
    } else {
      book().list(filter, to);
    }
  }

  @Override
  public void cleanup(Scope scope) {
    try {
      for (Path orphan : book().inspect(layers::orphans)) {
        FileTree.delete(orphan);
      }
    } catch (IOException e) {
      throw Fault.io("clean-up of " + root, e);
    }
  }

  @Override
  public synchronized void close() {
    if (book != null) {
      book.close();
      book = null;
    }
  }

  /**
   * Opened by the first call, which keeps the native library of the store off the start-up path.
   */
  private synchronized SnapshotBook book() {
    if (book == null) {
      book = SnapshotBook.open(root.resolve("metadata.lmdb"));
    }
    return book;
  }

  private Usage measure(String id) {
    try {
      FileTree.Size size = FileTree.measure(layers.upper(id));
      return new Usage(size.inodes(), size.bytes());
    } catch (IOException e) {
      throw Fault.io("usage of snapshot " + id, e);
    }
  }

  private SnapshotInfo shown(Snapshot snapshot) {
    SnapshotInfo info = snapshot.info();
    if (!config.upperdir_label()) {
      return info;
    }
    Map<String, String> labels = new TreeMap<>(info.labels());
    Labels.putOrRemove(labels, UPPERDIR_LABEL, layers.upper(snapshot.id()).toString());
    return new SnapshotInfo(
        info.kind(), info.name(), info.parent(), labels, info.createdAt(), info.updatedAt());
  }
}
