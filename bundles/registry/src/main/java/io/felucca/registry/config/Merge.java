package io.felucca.registry.config;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays one configuration over another, as containerd does: a value that is not empty, zero or false
 * replaces, arrays of plain values are joined without repetition, tables are merged. Within plugins
 * whatever is written replaces. The entries of some tables are replaced whole.
 */
final class Merge {
  private static final Set<String> REPLACED_WHOLE =
      Set.of("timeouts", "stream_processors", "proxy_plugins");

  private Merge() {}

  /** Changes {@code base}; {@code over} is not shared afterwards. */
  static void into(Table base, Table over) {
    for (Map.Entry<String, Item> entry : over.entries()) {
      String key = entry.getKey();
      Item item = entry.getValue();
      if (REPLACED_WHOLE.contains(key) && item.isTable()) {
        Table target = base.tableAt(key, item.place());
        item.table().entries().forEach(e -> target.put(e.getKey(), e.getValue().copy()));
      } else {
        merge(base, key, item, key.equals("plugins"));
      }
    }
  }

  private static void merge(Table base, String key, Item item, boolean evenZero) {
    Item before = base.get(key);
    if (before == null) {
      base.put(key, item.copy());
    } else if (before.isTable() && item.isTable()) {
      item.table()
          .entries()
          .forEach(e -> merge(before.table(), e.getKey(), e.getValue(), evenZero));
    } else if (before.isArray() && item.isArray()) {
      base.put(key, joined(before, item));
    } else if (evenZero || !item.isZero()) {
      base.put(key, item.copy());
    }
  }

  private static Item joined(Item before, Item added) {
    List<Item> all = new ArrayList<>(before.array());
    for (Item one : added.array()) {
      if (one.isTable() || all.stream().noneMatch(old -> old.value().equals(one.value()))) {
        all.add(one.copy());
      }
    }
    return new Item(List.copyOf(all), added.array().isEmpty() ? before.place() : added.place());
  }
}
