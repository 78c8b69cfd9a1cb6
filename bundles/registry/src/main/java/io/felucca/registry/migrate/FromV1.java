package io.felucca.registry.migrate;

import io.felucca.registry.toml.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Version 1 named plugins by their ID alone; version 2 by type and ID. */
final class FromV1 {
  private static final Map<String, String> NAMES = names();

  private FromV1() {}

  static void migrate(Table file) {
    Uris.rename(file, NAMES);
  }

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    names.put("cri", "io.containerd.grpc.v1.cri");
    names.put("cgroups", "io.containerd.monitor.v1.cgroups");
    names.put("linux", "io.containerd.runtime.v1.linux");
    names.put("scheduler", "io.containerd.gc.v1.scheduler");
    names.put("bolt", "io.containerd.metadata.v1.bolt");
    names.put("task", "io.containerd.runtime.v2.task");
    names.put("opt", "io.containerd.internal.v1.opt");
    names.put("restart", "io.containerd.internal.v1.restart");
    names.put("tracing", "io.containerd.internal.v1.tracing");
    names.put("otlp", "io.containerd.tracing.processor.v1.otlp");
    for (String id : List.of("aufs", "btrfs", "devmapper", "native", "overlayfs", "zfs")) {
      names.put(id, "io.containerd.snapshotter.v1." + id);
    }
    return names;
  }
}
