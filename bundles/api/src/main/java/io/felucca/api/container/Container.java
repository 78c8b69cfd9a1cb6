package io.felucca.api.container;

import io.felucca.api.TypedValue;
import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record that tasks are made from.
 *
 * @param id unique in its namespace
 * @param labels without empty values
 * @param image the image's name; may be empty
 * @param runtime the runtime's name, such as {@code io.containerd.runc.v2}
 * @param runtimeOptions null for none
 * @param spec the runtime specification
 * @param snapshotter empty where {@code snapshotKey} is
 * @param snapshotKey the root file system's snapshot; may be empty
 * @param sandbox the sandbox it belongs to; may be empty
 * @param extensions values that clients keep with it
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 */
public record Container(
    String id,
    Map<String, String> labels,
    String image,
    String runtime,
    TypedValue runtimeOptions,
    TypedValue spec,
    String snapshotter,
    String snapshotKey,
    String sandbox,
    Map<String, TypedValue> extensions,
    Instant createdAt,
    Instant updatedAt)
    implements Fields {
  public Container {
    labels = Map.copyOf(labels);
    extensions = Map.copyOf(extensions);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.get(0)) {
      case "id" -> Fields.nonEmpty(id);
      case "runtime" ->
          path.size() > 1 && path.get(1).equals("name")
              ? Fields.nonEmpty(runtime)
              : Optional.empty();
      case "image" -> Fields.nonEmpty(image);
      case "labels" -> Fields.key(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
