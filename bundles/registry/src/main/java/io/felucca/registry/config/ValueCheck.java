package io.felucca.registry.config;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Checks values that have the right type. */
final class ValueCheck {
  private static final List<String> FORMATS = List.of("", "text", "json");
  private static final List<String> LEVELS =
      List.of("", "trace", "debug", "info", "warn", "error", "fatal", "panic");

  private final Table table;
  private final Consumer<Problem> problems;

  ValueCheck(Table table, Consumer<Problem> problems) {
    this.table = table;
    this.problems = problems;
  }

  void run() {
    folders();
    oneOf(table.at("debug", "format"), "debug.format", FORMATS);
    oneOf(table.at("debug", "level"), "debug.level", LEVELS);
    uris("disabled_plugins", "disabled");
    uris("required_plugins", "required");
  }

  private void folders() {
    Item root = table.get("root");
    Item state = table.get("state");
    absolute("root", root);
    absolute("state", state);
    if (root.value().equals(state.value())) {
      wrong(state, "root and state must be different paths, both are \"" + state.value() + "\"");
    }
  }

  private void absolute(String key, Item item) {
    if (item.isZero()) {
      wrong(item, key + " must be specified");
    } else if (!Path.of((String) item.value()).isAbsolute()) {
      wrong(item, key + " must be an absolute path, not \"" + item.value() + "\"");
    }
  }

  private void oneOf(Item item, String key, List<String> values) {
    if (item != null && !values.contains(item.value())) {
      List<String> named = values.subList(1, values.size());
      wrong(item, key + " must be one of " + named + ", not \"" + item.value() + "\"");
    }
  }

  private void uris(String key, String word) {
    for (Item one : table.get(key).array()) {
      if (!((String) one.value()).contains(".")) {
        wrong(
            one,
            "invalid " + word + " plugin URI \"" + one.value() + "\" expect io.containerd.x.vx");
      }
    }
  }

  private void wrong(Item item, String message) {
    problems.accept(Problem.error(item.place(), message));
  }
}
