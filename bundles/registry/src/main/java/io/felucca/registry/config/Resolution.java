package io.felucca.registry.config;

import io.felucca.api.Spans;
import io.felucca.api.plugin.PluginKeys;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Json;
import io.felucca.registry.toml.Table;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes of a checked table what the daemon works with. */
final class Resolution {
  private static final String TIMEOUT = "io.containerd.timeout.";

  /** The addresses of which every plugin may know, and under which name. */
  static final Map<String, String> ADDRESSES =
      Map.of(
          "plugins." + Effective.GRPC + ".address", PluginKeys.DAEMON_ADDRESS,
          "plugins." + Effective.TTRPC + ".address", PluginKeys.DAEMON_TTRPC_ADDRESS);

  private final Table table;
  private final Path binary;

  Resolution(Table table, Path binary) {
    this.table = table;
    this.binary = binary;
  }

  DaemonConfig config(long version) {
    Path root = Path.of(text("root"));
    String pluginDir = table.has("plugin_dir") ? text("plugin_dir") : "";
    return new DaemonConfig(
        version,
        root,
        Path.of(text("state")),
        pluginDir.isEmpty() ? root.resolve("felucca-plugins") : root.resolve(pluginDir),
        Map.copyOf(shared()),
        Set.copyOf(strings("disabled_plugins")),
        strings("required_plugins"),
        table.tableOrNull("plugins"),
        table);
  }

  private String text(String... path) {
    Item item = table.at(path);
    return item == null ? "" : (String) item.value();
  }

  private List<String> strings(String key) {
    return table.get(key).array().stream().map(one -> (String) one.value()).toList();
  }

  private Map<String, Object> shared() {
    Map<String, Object> shared = new HashMap<>();
    shared.put(PluginKeys.DAEMON_ROOT, text("root"));
    shared.put(PluginKeys.DAEMON_STATE, text("state"));
    shared.put(PluginKeys.DAEMON_BINARY, binary.toString());
    shared.put(PluginKeys.DAEMON_ADDRESS, text("plugins", Effective.GRPC, "address"));
    shared.put(PluginKeys.DAEMON_TTRPC_ADDRESS, text("plugins", Effective.TTRPC, "address"));
    shared.put("daemon.uid", number("plugins", Effective.GRPC, "uid"));
    shared.put("daemon.gid", number("plugins", Effective.GRPC, "gid"));
    shared.put("daemon.oom.score", number("oom_score"));
    shared.put("daemon.temp", text("temp"));
    shared.put("daemon.cgroup.path", text("cgroup", "path"));
    shared.put("daemon.debug.level", text("debug", "level"));
    shared.put("daemon.stream.processors", Json.of(table.get("stream_processors")));
    timeouts(shared);
    return shared;
  }

  private int number(String... path) {
    return ((Long) table.at(path).value()).intValue();
  }

  private static long millis(String text) {
    return Spans.parse(text).orElseThrow().toMillis();
  }

  private void timeouts(Map<String, Object> to) {
    for (Map.Entry<String, Item> entry : table.tableOrNull("timeouts").entries()) {
      String name = entry.getKey();
      String shortName = name.startsWith(TIMEOUT) ? name.substring(TIMEOUT.length()) : name;
      to.put(PluginKeys.TIMEOUT_PREFIX + shortName, millis((String) entry.getValue().value()));
    }
  }
}
