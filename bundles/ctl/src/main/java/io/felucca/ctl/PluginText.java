package io.felucca.ctl;

import io.felucca.api.plugin.PluginInfo;
import io.felucca.wire.convert.PluginWire;
import io.felucca.wire.plugins.Plugin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Plugins in words. */
final class PluginText {
  private PluginText() {}

  /** One line for each plugin. */
  static String table(List<Plugin> plugins) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TYPE", "ID", "STATE", "SINCE", "ORIGIN", "REASON"));
    plugins.stream().map(PluginWire::fromWire).forEach(plugin -> rows.add(row(plugin)));
    return TextTable.of(rows);
  }

  private static List<String> row(PluginInfo plugin) {
    return List.of(
        plugin.type(),
        plugin.id(),
        state(plugin),
        since(plugin.since()),
        plugin.origin(),
        plugin.reason().lines().findFirst().orElse(""));
  }

  private static String state(PluginInfo plugin) {
    return plugin.state().name().toLowerCase(Locale.ROOT);
  }

  private static String since(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Everything that is known of one plugin. */
  static String details(Plugin wire) {
    PluginInfo plugin = PluginWire.fromWire(wire);
    StringBuilder text = new StringBuilder();
    add(text, "Type", plugin.type());
    add(text, "ID", plugin.id());
    add(text, "State", state(plugin));
    add(text, "Reason", plugin.reason());
    add(text, "Since", plugin.since().toString());
    add(text, "Origin", plugin.origin());
    add(text, "Requires", String.join(", ", plugin.requires()));
    add(text, "Capabilities", String.join(", ", plugin.capabilities()));
    new TreeMap<>(plugin.exports()).forEach((key, value) -> add(text, "Export " + key, value));
    return text.toString();
  }

  private static void add(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      String indented = value.strip().replace("\n", "\n" + " ".repeat(16));
      text.append(String.format(Locale.ROOT, "%-15s %s%n", name + ":", indented));
    }
  }
}
