package io.felucca.registry.config;

import io.felucca.api.config.ConfigReview.KeyChange;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Leaves;
import io.felucca.registry.toml.TomlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What differs between two configurations, and what that means for plugins. */
public final class Comparison {
  private final DaemonConfig before;
  private final DaemonConfig after;
  private final Catalog catalog;

  public Comparison(DaemonConfig before, DaemonConfig after, Catalog catalog) {
    this.before = before;
    this.after = after;
    this.catalog = catalog;
  }

  /** The values that differ, in the order of their paths. */
  public List<KeyChange> keys() {
    Map<List<String>, Item> old = Leaves.of(Dump.of(before.table(), catalog));
    Map<List<String>, Item> now = Leaves.of(Dump.of(after.table(), catalog));
    List<List<String>> paths = new ArrayList<>(old.keySet());
    now.keySet().stream().filter(path -> !old.containsKey(path)).forEach(paths::add);
    List<KeyChange> changes = new ArrayList<>();
    for (List<String> path : paths) {
      String was = text(old.get(path));
      String is = text(now.get(path));
      if (!was.equals(is)) {
        Item shown = now.containsKey(path) ? now.get(path) : old.get(path);
        changes.add(new KeyChange(Leaves.dotted(path), was, is, shown.place().toString()));
      }
    }
    return changes;
  }

  private static String text(Item item) {
    return item == null ? "" : TomlWriter.text(item);
  }

  /** One line for each plugin that comes up, goes down or is replaced. */
  public List<String> plugins() {
    Map<PluginUri, Wish> old = Wish.all(before, catalog);
    Map<PluginUri, Wish> now = Wish.all(after, catalog);
    TreeSet<PluginUri> uris = new TreeSet<>(old.keySet());
    uris.addAll(now.keySet());
    List<String> lines = new ArrayList<>();
    for (PluginUri uri : uris) {
      String what = what(old.get(uri), now.get(uri));
      if (!what.isEmpty()) {
        lines.add(uri + ": " + what);
      }
    }
    return lines;
  }

  private String what(Wish old, Wish now) {
    boolean was = old != null && !old.disabled();
    boolean is = now != null && !now.disabled();
    if (was && is) {
      return now.isMetBy(old, catalog) ? "" : "is replaced";
    }
    if (is) {
      return "comes up";
    }
    return !was ? "" : now == null ? "is removed" : "is disabled";
  }
}
