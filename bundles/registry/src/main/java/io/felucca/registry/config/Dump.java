package io.felucca.registry.config;

import io.felucca.registry.declare.Key;
import io.felucca.registry.declare.Schema;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.JsonReader;
import io.felucca.registry.toml.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The whole configuration as a person may write it: with every plugin's defaults. */
public final class Dump {
  private static final List<String> PROCESSOR =
      List.of("accepts", "returns", "path", "args", "env");

  private Dump() {}

  /** A table of the newest version with every key that is known. */
  public static Table of(Table effective, Catalog catalog) {
    Table all = effective.copy();
    Table written = all.tableOrNull("plugins");
    Table plugins = new Table();
    TreeSet<String> uris = new TreeSet<>(catalog.uris());
    uris.addAll(written.keys());
    for (String uri : uris) {
      Item section = section(written.get(uri), catalog.schema(uri));
      if (section != null) {
        plugins.put(uri, section);
      }
    }
    all.put("plugins", new Item(plugins, all.get("plugins").place()));
    for (String key : List.of("plugin_dir", "proxy_plugins")) {
      if (all.has(key) && all.get(key).isZero()) {
        all.remove(key);
      }
    }
    all.put("timeouts", sorted(all.get("timeouts"), List.of()));
    Table processors = all.tableOrNull("stream_processors");
    processors.snapshot().forEach(e -> processors.put(e.getKey(), sorted(e.getValue(), PROCESSOR)));
    return all;
  }

  /** The named keys first, then the others in order. */
  private static Item sorted(Item item, List<String> first) {
    Table from = item.table();
    Table sorted = new Table();
    first.stream().filter(from::has).forEach(key -> sorted.put(key, from.get(key)));
    new TreeSet<>(from.keys()).forEach(key -> sorted.putIfAbsent(key, from.get(key)));
    return new Item(sorted, item.place());
  }

  private static Item section(Item written, Schema schema) {
    if (schema == null || (written != null && !written.isTable())) {
      return written;
    }
    Table full = new Table();
    for (Key key : schema.settable()) {
      Item item = written == null ? null : written.table().remove(key.tomlKey());
      if (item != null || key.defaultValue() != null) {
        full.put(key.tomlKey(), item == null ? defaultItem(key) : item);
      }
    }
    if (written != null) {
      addRest(full, written.table());
    }
    return full.isEmpty()
        ? null
        : new Item(full, written == null ? Defaults.PLACE : written.place());
  }

  private static void addRest(Table full, Table rest) {
    for (Map.Entry<String, Item> entry : rest.entries()) {
      if (!Defaults.isDefault(entry.getValue())) {
        full.put(entry.getKey(), entry.getValue());
      }
    }
  }

  private static Item defaultItem(Key key) {
    Object value = key.defaultValue();
    if (key.type() == Key.Type.JSON && value instanceof String text) {
      return JsonReader.read(text, Defaults.PLACE);
    }
    if (value instanceof List<?> several) {
      return new Item(several.stream().map(Dump::plain).toList(), Defaults.PLACE);
    }
    return key.array() ? new Item(List.of(plain(value)), Defaults.PLACE) : plain(value);
  }

  private static Item plain(Object value) {
    Object widened = value;
    if (value instanceof Float || value instanceof Double) {
      widened = Double.valueOf(value.toString());
    } else if (value instanceof Number number) {
      widened = number.longValue();
    } else if (!(value instanceof Boolean)) {
      widened = value.toString();
    }
    return new Item(widened, Defaults.PLACE);
  }
}
