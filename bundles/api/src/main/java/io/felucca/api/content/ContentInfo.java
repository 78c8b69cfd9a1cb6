package io.felucca.api.content;

import io.felucca.api.Digest;
import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a blob.
 *
 * @param digest its name
 * @param size in bytes
 * @param createdAt when it was committed
 * @param updatedAt when its labels last changed
 * @param labels without empty values
 */
public record ContentInfo(
    Digest digest, long size, Instant createdAt, Instant updatedAt, Map<String, String> labels)
    implements Fields {
  public ContentInfo {
    labels = Map.copyOf(labels);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.get(0)) {
      case "digest" -> Fields.nonEmpty(digest.toString());
      case "labels" -> Fields.key(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
