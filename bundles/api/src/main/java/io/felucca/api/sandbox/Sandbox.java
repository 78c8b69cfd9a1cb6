package io.felucca.api.sandbox;

import io.felucca.api.TypedValue;
import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record that a sandbox is made from.
 *
 * @param id unique in its namespace
 * @param runtime the runtime's name; may be empty
 * @param runtimeOptions null for none
 * @param spec the runtime specification; null for none
 * @param labels without empty values
 * @param extensions values that clients keep with it
 * @param sandboxer the controller that has it
 * @param createdAt when it was made; null where unknown
 * @param updatedAt when it last changed; null where unknown
 */
public record Sandbox(
    String id,
    String runtime,
    TypedValue runtimeOptions,
    TypedValue spec,
    Map<String, String> labels,
    Map<String, TypedValue> extensions,
    String sandboxer,
    Instant createdAt,
    Instant updatedAt)
    implements Fields {
  public Sandbox {
    labels = Map.copyOf(labels);
    extensions = Map.copyOf(extensions);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.get(0)) {
      case "id" -> Fields.nonEmpty(id);
      case "labels" -> Fields.key(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
