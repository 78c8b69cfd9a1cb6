package io.felucca.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The paths of an update's field mask. In {@code labels.K} everything after the first dot is the
 * key, dots and slashes included.
 *
 * @param paths as given, in order; empty means "replace every field that may change"
 */
public record FieldPaths(List<String> paths) {
  private static final FieldPaths ALL = new FieldPaths(List.of());

  public FieldPaths {
    paths = List.copyOf(paths);
  }

  /** No mask: every field that may change is replaced. */
  public static FieldPaths all() {
    return ALL;
  }

  public static FieldPaths of(String... paths) {
    return new FieldPaths(List.of(paths));
  }

  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /**
   * The key behind {@code field} in {@code path} ("labels.a/b.c" behind "labels" is "a/b.c"), or
   * null where the path is another one.
   */
  public static String keyBehind(String field, String path) {
    return path.startsWith(field + ".") ? path.substring(field.length() + 1) : null;
  }

  /** The old labels with one of the new ones set, or removed where the new ones lack it. */
  public static Map<String, String> mergeKey(
      Map<String, String> old, Map<String, String> given, String key) {
    Map<String, String> merged = new TreeMap<>(old);
    Labels.putOrRemove(merged, key, given.get(key));
    return merged;
  }
}
