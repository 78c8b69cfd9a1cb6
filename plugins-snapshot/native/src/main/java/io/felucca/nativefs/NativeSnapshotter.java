package io.felucca.nativefs;

import io.felucca.api.Mount;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.linux.Attributes;
import io.felucca.snapshots.book.FolderSnapshotter;
import io.felucca.snapshots.book.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Snapshots as plain copies, on any file system: each has a whole tree of its own, shared blocks
 * where the file system can clone.
 *
 * <p>A view over a committed snapshot needs no copy: it is a read-only bind mount of that
 * snapshot's folder.
 */
@PluginSpec(type = "io.containerd.snapshotter.v1", id = "native")
@Component(
    service = Snapshotter.class,
    configurationPid = "io.containerd.snapshotter.v1.native",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class NativeSnapshotter extends FolderSnapshotter {
  /** The keys of {@code [plugins."io.containerd.snapshotter.v1.native"]}. */
  public @interface Config {
    /** Where everything is kept; empty for the plugin's own folder. */
    String root_path() default "";

    String plugin_root() default "";
  }

  @Activate
  public NativeSnapshotter(Config config) {
    super(Path.of(config.root_path().isEmpty() ? config.plugin_root() : config.root_path()), true);
  }

  @Override
  protected void fill(Path folder, Snapshot plan) throws IOException {
    Attributes.chmod(folder, 0755);
    if (plan.kind() == SnapshotKind.ACTIVE && !plan.parentIds().isEmpty()) {
      TreeCopy.copy(folder(plan.parentIds().get(0)), folder);
    }
  }

  @Override
  protected List<Mount> mountsOf(Snapshot snapshot) {
    boolean writable = snapshot.kind() == SnapshotKind.ACTIVE;
    boolean own = writable || snapshot.parentIds().isEmpty();
    Path source = folder(own ? snapshot.id() : snapshot.parentIds().get(0));
    return List.of(Mount.of("bind", source.toString(), List.of("rbind", writable ? "rw" : "ro")));
  }
}
