package io.felucca.api.event;

import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param timestamp when
 * @param namespace in which namespace; empty for none
 * @param topic such as {@code /tasks/start}
 * @param payload what exactly
 */
public record Event(Instant timestamp, String namespace, String topic, Payload payload)
    implements Fields {
  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.get(0)) {
      case "namespace" -> Fields.nonEmpty(namespace);
      case "topic" -> Fields.nonEmpty(topic);
      case "event" ->
          path.size() > 1 ? payload.field(path.subList(1, path.size())) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
