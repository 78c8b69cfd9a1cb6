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
import io.felucca.linux.Attributes;
import io.felucca.linux.Stat;
import io.felucca.snapshots.book.FolderSnapshotter;
import io.felucca.snapshots.book.Snapshot;
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
 * (docs/snapshotters/overlayfs). A snapshot's files are in {@code fs}, overlay's own folder is
 * {@code work}.
 */
@PluginSpec(type = "io.containerd.snapshotter.v1", id = "overlayfs")
@Component(
    service = Snapshotter.class,
    configurationPid = "io.containerd.snapshotter.v1.overlayfs",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class OverlaySnapshotter extends FolderSnapshotter {
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
  private OverlayMounts mounts;

  @Activate
  public OverlaySnapshotter(Config config) {
    super(
        Path.of(config.root_path().isEmpty() ? config.plugin_root() : config.root_path()),
        config.sync_remove());
    this.config = config;
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(root());
      Kernel.require(root());
      List<String> options = new ArrayList<>(List.of(config.mount_options()));
      options.addAll(Kernel.baseOptions());
      mounts = new OverlayMounts(this::folder, options, Kernel.mapsIds());
    } catch (IOException e) {
      throw Fault.io("overlayfs in " + root(), e);
    }
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
  protected List<Mount> mountsOf(Snapshot snapshot) {
    return mounts.of(snapshot);
  }

  @Override
  protected Path measured(Path folder) {
    return folder.resolve("fs");
  }

  @Override
  protected void fill(Path folder, Snapshot plan) throws IOException {
    Path files = Files.createDirectory(folder.resolve("fs"));
    Attributes.chmod(files, 0755);
    if (plan.kind() == SnapshotKind.ACTIVE) {
      Attributes.chmod(Files.createDirectory(folder.resolve("work")), 0711);
    }
    // overlay shows owner and mode of the upper folder as those of the root
    if (!plan.parentIds().isEmpty()) {
      Stat parent = Stat.of(mounts.upper(plan.parentIds().get(0)));
      Attributes.chown(files, parent.uid(), parent.gid());
      Attributes.chmod(files, parent.permissions());
    }
    Map<String, String> labels = plan.info().labels();
    String uids = labels.get(OverlayMounts.UID_MAPPING);
    String gids = labels.get(OverlayMounts.GID_MAPPING);
    if (uids != null || gids != null) {
      Attributes.chown(files, Mapping.root(uids), Mapping.root(gids));
    }
  }

  @Override
  public SnapshotInfo stat(Scope scope, String key) {
    return config.upperdir_label() ? labelled(book().get(key)) : super.stat(scope, key);
  }

  @Override
  public SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths) {
    super.update(scope, info, paths);
    return stat(scope, info.name());
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    if (!config.upperdir_label()) {
      super.list(scope, filter, to);
      return;
    }
    List<String> names = new ArrayList<>();
    super.list(scope, Filter.ALL, info -> names.add(info.name()));
    names.stream().map(name -> stat(scope, name)).filter(filter).forEach(to);
  }

  private SnapshotInfo labelled(Snapshot snapshot) {
    SnapshotInfo info = snapshot.info();
    Map<String, String> labels = new TreeMap<>(info.labels());
    Labels.putOrRemove(labels, UPPERDIR_LABEL, mounts.upper(snapshot.id()).toString());
    return new SnapshotInfo(
        info.kind(), info.name(), info.parent(), labels, info.createdAt(), info.updatedAt());
  }
}
