package io.felucca.api.image;

import io.felucca.api.Descriptor;
import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A name that points to content.
 *
 * @param name any non-empty string; by custom a reference such as {@code
 *     docker.io/library/busybox:latest}
 * @param labels without empty values
 * @param target what it points to
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 */
public record Image(
    String name,
    Map<String, String> labels,
    Descriptor target,
    Instant createdAt,
    Instant updatedAt)
    implements Fields {
  public Image {
    labels = Map.copyOf(labels);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.get(0)) {
      case "name" -> Fields.nonEmpty(name);
      case "target" -> targetField(path);
      case "labels" -> Fields.key(labels, path, 1);
      case "annotations" -> Fields.key(target.annotations(), path, 1);
      default -> Optional.empty();
    };
  }

  private Optional<String> targetField(List<String> path) {
    return switch (path.size() < 2 ? "" : path.get(1)) {
      case "digest" -> Fields.nonEmpty(target.digest().toString());
      case "mediatype" -> Fields.nonEmpty(target.mediaType());
      default -> Optional.empty();
    };
  }
}
