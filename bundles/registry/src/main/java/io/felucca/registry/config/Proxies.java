package io.felucca.registry.config;

import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Json;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code [proxy_plugins]}: plugins in other processes, each reached through an adapter. */
public final class Proxies {
  private static final Map<String, String> TYPES =
      Map.of(
          "snapshot", "io.containerd.snapshotter.v1",
          "content", "io.containerd.content.v1",
          "diff", "io.containerd.differ.v1",
          "sandbox", "io.containerd.sandbox.controller.v1");

  private Proxies() {}

  /** What the adapter of each gets, by the name of the plugin that it stands for. */
  public static Map<PluginUri, Map<String, Object>> of(Table table) {
    Map<PluginUri, Map<String, Object>> all = new TreeMap<>();
    Table proxies = table.tableOrNull("proxy_plugins");
    if (proxies != null) {
      for (Map.Entry<String, Item> entry : proxies.entries()) {
        Table proxy = entry.getValue().table();
        all.put(new PluginUri(type(proxy), entry.getKey()), properties(proxy));
      }
    }
    return all;
  }

  private static String type(Table proxy) {
    String given = proxy.has("type") ? (String) proxy.get("type").value() : "";
    return TYPES.getOrDefault(given, given);
  }

  private static Map<String, Object> properties(Table proxy) {
    Map<String, Object> properties = new HashMap<>();
    for (Map.Entry<String, Item> entry : proxy.entries()) {
      Item item = entry.getValue();
      if (item.isArray()) {
        properties.put(
            entry.getKey(), item.array().stream().map(Item::value).toArray(String[]::new));
      } else if (!entry.getKey().equals("type")) {
        properties.put(entry.getKey(), item.isTable() ? Json.of(item) : item.value());
      }
    }
    return properties;
  }

  static void check(Table table, Catalog catalog, Consumer<Problem> problems) {
    Table proxies = table.tableOrNull("proxy_plugins");
    if (proxies != null) {
      proxies.entries().forEach(e -> check(table, e.getKey(), e.getValue(), catalog, problems));
    }
  }

  private static boolean isPlatform(Item item) {
    return item == null
        || item.isZero()
        || ((String) item.value()).matches("[a-z0-9]+/[a-z0-9_]+(/[a-z0-9]+)?");
  }

  private static boolean isDisabled(Table table, String uri) {
    return table.get("disabled_plugins").array().stream().anyMatch(one -> one.value().equals(uri));
  }

  private static String taken(String uri) {
    return " has the name of the plugin "
        + uri
        + ": name that in disabled_plugins, or choose another";
  }

  private static void check(
      Table table, String name, Item proxy, Catalog catalog, Consumer<Problem> problems) {
    String key = "proxy_plugins." + name;
    String type = type(proxy.table());
    if (!type.contains(".")) {
      String words = " must be snapshot, content, diff, sandbox or a whole type, not \"";
      problems.accept(Problem.error(proxy.place(), key + ".type" + words + type + "\""));
    } else if (!proxy.table().has("address")) {
      problems.accept(Problem.error(proxy.place(), key + ".address must be given"));
    } else if (!isPlatform(proxy.table().get("platform"))) {
      String words = ".platform must be os/arch or os/arch/variant, not ";
      Item platform = proxy.table().get("platform");
      problems.accept(Problem.error(platform.place(), key + words + Shown.of(platform)));
    } else if (catalog.schema(type + "." + name) != null && !isDisabled(table, type + "." + name)) {
      problems.accept(Problem.error(proxy.place(), key + taken(type + "." + name)));
    } else if (catalog.schema(new PluginUri(type, PluginUri.ANY).toString()) == null) {
      problems.accept(
          Problem.note(proxy.place(), key + ": this build has no adapter for plugins of " + type));
    }
  }
}
