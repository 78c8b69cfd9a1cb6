package io.felucca.registry.config;

import io.felucca.registry.declare.Key;
import io.felucca.registry.declare.Schema;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One plugin's section, read as its component takes it.
 *
 * <p>A table within the section either is one key, given as JSON, or its keys continue the name of
 * the table: {@code [section.default_validator] enable} is {@code default_validator_enable}.
 */
public final class Section {
  private final String uri;
  private final Schema schema;
  private final ContainerdKeys containerd;
  private final Consumer<Problem> problems;
  private final Map<String, Object> properties = new HashMap<>();

  private Section(
      String uri, Schema schema, ContainerdKeys containerd, Consumer<Problem> problems) {
    this.uri = uri;
    this.schema = schema;
    this.containerd = containerd;
    this.problems = problems;
  }

  /** The properties for the component; what cannot be used is passed over. */
  public static Map<String, Object> properties(Table section, Schema schema) {
    return new Section("", schema, null, problem -> {}).read(section);
  }

  /** Tells what of the section cannot be used. */
  static void check(
      String uri,
      Table section,
      Schema schema,
      ContainerdKeys containerd,
      Consumer<Problem> problems) {
    new Section(uri, schema, containerd, problems).read(section);
  }

  private Map<String, Object> read(Table section) {
    read("", section);
    return properties;
  }

  private void read(String prefix, Table table) {
    for (Map.Entry<String, Item> entry : table.entries()) {
      String tomlKey = prefix + entry.getKey();
      Key key = settable(Key.property(tomlKey));
      if (key != null) {
        put(tomlKey, key, entry.getValue());
      } else if (schema.open()) {
        properties.put(Key.property(tomlKey), Conversion.untyped(entry.getValue()));
      } else if (entry.getValue().isTable() && startsKeys(tomlKey)) {
        read(tomlKey + "_", entry.getValue().table());
      } else {
        unknown(tomlKey, entry.getValue());
      }
    }
  }

  private Key settable(String property) {
    Key key = schema.find(property);
    return key == null || key.isOfDaemon() ? null : key;
  }

  private boolean startsKeys(String tomlKey) {
    return schema.settable().stream().anyMatch(key -> key.tomlKey().startsWith(tomlKey + "_"));
  }

  private void put(String tomlKey, Key key, Item item) {
    Object value = Conversion.convert(key, item);
    if (value != null) {
      properties.put(key.property(), value);
    } else {
      problems.accept(
          Problem.error(
              item.place(),
              uri
                  + ": "
                  + tomlKey
                  + " must be "
                  + Conversion.wanted(key)
                  + ", not "
                  + Shown.of(item)));
    }
  }

  private void unknown(String tomlKey, Item item) {
    if (Defaults.isDefault(item)) {
      return;
    }
    if (containerd != null && containerd.has(uri, tomlKey)) {
      problems.accept(
          Problem.note(
              item.place(), uri + ": " + tomlKey + " has no meaning in this build; ignored"));
      return;
    }
    List<String> known = schema.settable().stream().map(Key::tomlKey).toList();
    problems.accept(
        Problem.unknown(
            item.place(),
            uri + ": unknown key \"" + tomlKey + "\"" + Nearest.hint(tomlKey, known)));
  }
}
