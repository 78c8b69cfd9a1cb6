package io.felucca.registry.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table: keys in the order in which they were written. It may be changed while it is built. */
public final class Table {
  private final Map<String, Item> items = new LinkedHashMap<>();

  public Item get(String key) {
    return items.get(key);
  }

  /** The item at the end of a path of keys; null where there is none. */
  public Item at(String... path) {
    Table table = this;
    for (int i = 0; i < path.length - 1; i++) {
      table = table == null ? null : table.tableOrNull(path[i]);
    }
    return table == null ? null : table.get(path[path.length - 1]);
  }

  /** The table under a key; null where there is none or something else. */
  public Table tableOrNull(String key) {
    Item found = items.get(key);
    return found != null && found.isTable() ? found.table() : null;
  }

  /** The table under a key, made at {@code place} where there is none. */
  public Table tableAt(String key, Place place) {
    Table found = tableOrNull(key);
    if (found == null) {
      found = new Table();
      items.put(key, new Item(found, place));
    }
    return found;
  }

  public void put(String key, Item item) {
    items.put(key, item);
  }

  /** Puts an item unless the key has one. */
  public void putIfAbsent(String key, Item item) {
    items.putIfAbsent(key, item);
  }

  /** Takes an item out; null where there is none. */
  public Item remove(String key) {
    return items.remove(key);
  }

  public Set<Map.Entry<String, Item>> entries() {
    return items.entrySet();
  }

  public Set<String> keys() {
    return items.keySet();
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }

  public boolean has(String key) {
    return items.containsKey(key);
  }

  /** The keys and their items as they are now, to change the table meanwhile. */
  public List<Map.Entry<String, Item>> snapshot() {
    return new ArrayList<>(
        items.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue())).toList());
  }

  public Table copy() {
    Table copy = new Table();
    items.forEach((key, item) -> copy.put(key, item.copy()));
    return copy;
  }
}
