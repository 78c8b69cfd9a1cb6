package io.felucca.api.lease;

import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds resources while nothing else does.
 *
 * @param id unique in its namespace
 * @param createdAt when it was made
 * @param labels among them {@code containerd.io/gc.expire}, an RFC 3339 time after which it holds
 *     nothing
 */
public record Lease(String id, Instant createdAt, Map<String, String> labels) implements Fields {
  public Lease {
    labels = Map.copyOf(labels);
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
