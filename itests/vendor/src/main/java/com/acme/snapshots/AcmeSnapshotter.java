package com.acme.snapshots;

import io.felucca.api.Mount;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.snapshots.book.FolderSnapshotter;
import io.felucca.snapshots.book.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** What a vendor writes: snapshots copied by {@code cp}, cloned where the file system can. */
@PluginSpec(type = "io.containerd.snapshotter.v1", id = "acme")
@Component(
    service = Snapshotter.class,
    configurationPid = "io.containerd.snapshotter.v1.acme",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AcmeSnapshotter extends FolderSnapshotter {
  /** The keys of {@code [plugins."io.containerd.snapshotter.v1.acme"]}. */
  public @interface Config {
    /** {@code auto}, {@code always} or {@code never}, as {@code cp --reflink} takes it. */
    String reflink() default "auto";

    String plugin_root() default "";
  }

  private final Config config;

  @Activate
  public AcmeSnapshotter(Config config) {
    super(Path.of(config.plugin_root()), true);
    this.config = config;
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("root", root().toString(), "reflink", config.reflink());
  }

  @Override
  protected void fill(Path folder, Snapshot plan) throws IOException {
    if (plan.parentIds().isEmpty()) {
      run("chmod", "755", folder.toString());
    } else {
      Path parent = folder(plan.parentIds().get(0));
      run("cp", "-a", "--reflink=" + config.reflink(), parent + "/.", folder.toString());
    }
  }

  @Override
  protected List<Mount> mountsOf(Snapshot snapshot) {
    String access = snapshot.kind() == SnapshotKind.ACTIVE ? "rw" : "ro";
    return List.of(Mount.of("bind", folder(snapshot.id()).toString(), List.of("rbind", access)));
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException(e);
    }
  }
}
