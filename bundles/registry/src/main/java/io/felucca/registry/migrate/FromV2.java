package io.felucca.registry.migrate;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Table;
import java.util.List;
import java.util.Map;

/** Version 3 moved two monitors and the core scheduling of tasks, and took CRI apart. */
final class FromV2 {
  private static final Map<String, String> NAMES =
      Map.of(
          "io.containerd.monitor.v1.cgroups", "io.containerd.monitor.task.v1.cgroups",
          "io.containerd.internal.v1.restart", "io.containerd.monitor.container.v1.restart");

  private FromV2() {}

  static void migrate(Table file) {
    Uris.rename(file, NAMES);
    Table plugins = file.tableOrNull("plugins");
    if (plugins != null) {
      CriSplit.migrate(plugins);
      schedCore(plugins);
    }
  }

  /** What was a switch of the runtime is now an entry in the environment of every shim. */
  private static void schedCore(Table plugins) {
    Table task = plugins.tableOrNull("io.containerd.runtime.v2.task");
    Item switched = task == null ? null : task.remove("sched_core");
    if (switched != null && Boolean.TRUE.equals(switched.value())) {
      plugins
          .tableAt("io.containerd.shim.v1.manager", switched.place())
          .putIfAbsent("env", Item.strings(List.of("SCHED_CORE=1"), switched.place()));
    }
  }
}
