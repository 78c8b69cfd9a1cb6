package io.felucca.registry.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A configuration as single values, each under its whole path. */
public final class Leaves {
  private final Map<List<String>, Item> found;

  private Leaves() {
    found = new TreeMap<>(Leaves::compare);
  }

  /** The values that are no tables, and the tables that are empty, in the order of their paths. */
  public static Map<List<String>, Item> of(Table table) {
    Leaves leaves = new Leaves();
    leaves.add(List.of(), table);
    return leaves.found;
  }

  private void add(List<String> path, Table table) {
    for (Map.Entry<String, Item> entry : table.entries()) {
      List<String> key = new ArrayList<>(path);
      key.add(entry.getKey());
      Item item = entry.getValue();
      if (item.isTable() && !item.table().isEmpty()) {
        add(key, item.table());
      } else {
        found.put(List.copyOf(key), item);
      }
    }
  }

  /** The value of the table whose dotted path a text has in it, the longest of several. */
  public static Optional<Item> named(Table table, String text) {
    Optional<Item> found = Optional.empty();
    int longest = 0;
    for (Map.Entry<List<String>, Item> leaf : of(table).entrySet()) {
      String path = String.join(".", leaf.getKey());
      if (path.length() > longest && text.contains(path)) {
        longest = path.length();
        found = Optional.of(leaf.getValue());
      }
    }
    return found;
  }

  private static int compare(List<String> one, List<String> other) {
    int shared = Math.min(one.size(), other.size());
    for (int i = 0; i < shared; i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  /** The path as TOML writes a dotted key. */
  public static String dotted(List<String> path) {
    return path.stream().map(TomlWriter::key).collect(Collectors.joining("."));
  }
}
