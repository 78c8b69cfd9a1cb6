package io.felucca.api.snapshot;

import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a snapshot.
 *
 * @param kind what it is good for
 * @param name its key while it is active or a view, its name once committed
 * @param parent the name of the committed snapshot below it; empty for none
 * @param labels without empty values
 * @param createdAt when it was made; equals {@code updatedAt} until something changes
 * @param updatedAt when its labels last changed
 */
public record SnapshotInfo(
    SnapshotKind kind,
    String name,
    String parent,
    Map<String, String> labels,
    Instant createdAt,
    Instant updatedAt)
    implements Fields {
  public SnapshotInfo {
    labels = Map.copyOf(labels);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.get(0)) {
      case "kind" -> Optional.of(kind.text());
      case "name" -> Optional.of(name);
      case "parent" -> Optional.of(parent);
      case "labels" -> Fields.key(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
