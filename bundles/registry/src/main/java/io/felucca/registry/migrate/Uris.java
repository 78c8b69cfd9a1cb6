package io.felucca.registry.migrate;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Table;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Renames plugins wherever a configuration names them. */
final class Uris {
  private Uris() {}

  static void rename(Table file, Map<String, String> names) {
    rename(file, name -> names.getOrDefault(name, name));
  }

  private static void rename(Table file, UnaryOperator<String> name) {
    renameInList(file, "disabled_plugins", name);
    renameInList(file, "required_plugins", name);
    Table plugins = file.tableOrNull("plugins");
    if (plugins != null) {
      plugins.snapshot().forEach(entry -> renameKey(plugins, entry.getKey(), name));
    }
  }

  private static void renameKey(Table plugins, String old, UnaryOperator<String> name) {
    String fresh = name.apply(old);
    if (!fresh.equals(old)) {
      Item section = plugins.remove(old);
      plugins.putIfAbsent(fresh, section);
    }
  }

  private static void renameInList(Table file, String key, UnaryOperator<String> name) {
    Item list = file.get(key);
    if (list != null && list.isArray()) {
      file.put(
          key,
          new Item(list.array().stream().map(one -> renamed(one, name)).toList(), list.place()));
    }
  }

  private static Item renamed(Item item, UnaryOperator<String> name) {
    return item.value() instanceof String text ? new Item(name.apply(text), item.place()) : item;
  }
}
