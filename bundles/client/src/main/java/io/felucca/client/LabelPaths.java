package io.felucca.client;

import io.felucca.api.FieldPaths;
import java.util.Map;

/** Field paths that name single labels. */
final class LabelPaths {
  private LabelPaths() {}

  static FieldPaths of(Map<String, String> labels) {
    return new FieldPaths(labels.keySet().stream().sorted().map(key -> "labels." + key).toList());
  }
}
