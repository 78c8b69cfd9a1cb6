package io.felucca.registry.config;

import io.felucca.api.Spans;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Table;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Compares a part of the configuration with what may stand there. */
final class ShapeCheck {
  private static final Map<String, String> MOVED =
      Map.of(
          "grpc", "io.containerd.server.v1.grpc",
          "ttrpc", "io.containerd.server.v1.ttrpc",
          "metrics", "io.containerd.server.v1.metrics");

  private final Consumer<Problem> problems;

  ShapeCheck(Consumer<Problem> problems) {
    this.problems = problems;
  }

  void check(Table table, Shape.Fields shape) {
    fields("", table, shape.fields());
  }

  private void fields(String path, Table table, Map<String, Shape> known) {
    for (Map.Entry<String, Item> entry : table.entries()) {
      Shape shape = known.get(entry.getKey());
      if (shape == null) {
        problems.accept(
            Problem.unknown(
                entry.getValue().place(), unknown(path, entry.getKey(), known.keySet())));
      } else {
        check(path + entry.getKey(), entry.getValue(), shape);
      }
    }
  }

  private static String unknown(String path, String key, Set<String> known) {
    String moved = path.isEmpty() ? MOVED.get(key) : null;
    String hint =
        moved == null
            ? Nearest.hint(key, known)
            : " (in version 4 it stands in [plugins.'" + moved + "'])";
    return "unknown key \"" + path + key + "\"" + hint;
  }

  private void check(String path, Item item, Shape shape) {
    if (shape instanceof Shape.Value value) {
      expect(path, item, item.kind() == value.kind(), value.kind().toString());
    } else if (shape instanceof Shape.Strings) {
      expect(path, item, isStrings(item), "an array of strings");
    } else if (shape instanceof Shape.Duration) {
      boolean fits = item.value() instanceof String text && Spans.parse(text).isPresent();
      expect(path, item, fits, "a duration such as \"5s\"");
    } else if (!(shape instanceof Shape.Any)) {
      expect(path, item, item.isTable(), "a table");
      inside(path, item, shape);
    }
  }

  private void inside(String path, Item item, Shape shape) {
    if (item.isTable() && shape instanceof Shape.Fields fields) {
      fields(path + ".", item.table(), fields.fields());
    } else if (item.isTable() && shape instanceof Shape.Each each) {
      item.table()
          .entries()
          .forEach(entry -> check(path + "." + entry.getKey(), entry.getValue(), each.value()));
    }
  }

  private static boolean isStrings(Item item) {
    return item.isArray() && item.array().stream().allMatch(one -> one.kind() == Item.Kind.STRING);
  }

  private void expect(String path, Item item, boolean fits, String wanted) {
    if (!fits) {
      problems.accept(
          Problem.error(item.place(), path + " must be " + wanted + ", not " + Shown.of(item)));
    }
  }
}
