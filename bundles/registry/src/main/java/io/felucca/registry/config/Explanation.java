package io.felucca.registry.config;

import io.felucca.api.config.ConfigValue;
import io.felucca.api.plugin.PluginKeys;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.declare.Schema;
import io.felucca.registry.toml.Leaves;
import io.felucca.registry.toml.TomlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of each value of a configuration where it comes from and what a change of it does. */
public final class Explanation {
  private static final Set<String> RESTART = Set.of("root", "state");

  /** The keys that every plugin may read, and under which name. */
  private static final Map<String, String> SHARED =
      Map.of(
          "oom_score", "daemon.oom.score",
          "temp", "daemon.temp",
          "cgroup.path", "daemon.cgroup.path",
          "debug.level", "daemon.debug.level");

  private final DaemonConfig config;
  private final Catalog catalog;

  public Explanation(DaemonConfig config, Catalog catalog) {
    this.config = config;
    this.catalog = catalog;
  }

  /** Every value whose path begins with {@code prefix}, or whose plugin is named by it. */
  public List<ConfigValue> of(String prefix) {
    List<ConfigValue> values = new ArrayList<>();
    Leaves.of(Dump.of(config.table(), catalog))
        .forEach(
            (path, item) -> {
              String key = Leaves.dotted(path);
              if (key.startsWith(prefix)
                  || String.join(".", path).startsWith(prefix)
                  || path.size() > 1 && path.get(1).startsWith(prefix)) {
                values.add(
                    new ConfigValue(
                        key, TomlWriter.text(item), item.place().toString(), effect(path)));
              }
            });
    return values;
  }

  private String effect(List<String> path) {
    String top = path.get(0);
    if (RESTART.contains(top)) {
      return "restart";
    }
    return switch (top) {
      case "plugins" -> path.size() > 1 ? ofPlugin(path.get(1), String.join(".", path)) : "live";
      case "timeouts" -> live(readers(timeout(path)));
      case "stream_processors" -> live(readers("daemon.stream.processors"));
      case "proxy_plugins" -> path.size() > 1 ? live(proxies(path.get(1))) : "live";
      case "disabled_plugins" -> "live: the plugins that it names";
      case "plugin_dir" -> "live: the plugins of its jars";
      default -> {
        String shared = SHARED.get(String.join(".", path));
        yield shared == null ? "live" : live(readers(shared));
      }
    };
  }

  private static String timeout(List<String> path) {
    return path.size() < 2
        ? ""
        : PluginKeys.TIMEOUT_PREFIX + path.get(1).replaceFirst("^io\\.containerd\\.timeout\\.", "");
  }

  private static String live(List<String> replaced) {
    return replaced.isEmpty() ? "live" : "live: replaces " + String.join(", ", replaced);
  }

  private String ofPlugin(String uri, String path) {
    if (!catalog.has(uri)) {
      return "not part of this build";
    }
    List<String> all = new ArrayList<>(List.of(uri));
    String shared = Resolution.ADDRESSES.get(path);
    if (shared != null) {
      readers(shared).stream().filter(other -> !other.equals(uri)).forEach(all::add);
    }
    return live(all);
  }

  /** The plugins that read a property which all get. */
  private List<String> readers(String property) {
    return catalog.uris().stream().filter(uri -> isRead(uri, property)).toList();
  }

  private boolean isRead(String uri, String property) {
    Schema schema = catalog.schema(uri);
    return schema != null && schema.find(property) != null;
  }

  private List<String> proxies(String id) {
    return Proxies.of(config.table()).keySet().stream()
        .filter(uri -> uri.id().equals(id))
        .map(PluginUri::toString)
        .toList();
  }
}
