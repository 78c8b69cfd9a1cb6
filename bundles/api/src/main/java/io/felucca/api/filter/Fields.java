package io.felucca.api.filter;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a filter can ask of a thing: the value of a field by its path. */
@FunctionalInterface
public interface Fields {
  /**
   * The field's value, or empty where it is absent. Fields that always stand there answer even when
   * they are the empty string.
   */
  Optional<String> field(List<String> path);

  /**
   * The value of a map's key made of the rest of the path after {@code from}, joined by dots, so
   * {@code labels.a.b} equals {@code labels."a.b"}.
   */
  static Optional<String> key(Map<String, String> map, List<String> path, int from) {
    return Optional.ofNullable(map.get(String.join(".", path.subList(from, path.size()))));
  }

  /** A value that counts as absent while it is the empty string, as most fields do. */
  static Optional<String> nonEmpty(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
