package io.felucca.api.content;

import io.felucca.api.Digest;
import io.felucca.api.filter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an ingest has come.
 *
 * @param ref the caller's name of it
 * @param offset bytes that are there
 * @param total bytes expected; 0 where unknown
 * @param expected the digest expected; null where unknown
 * @param startedAt when it began
 * @param updatedAt when bytes last came
 */
public record IngestStatus(
    String ref, long offset, long total, Digest expected, Instant startedAt, Instant updatedAt)
    implements Fields {
  @Override
  public Optional<String> field(List<String> path) {
    return path.get(0).equals("ref") ? Fields.nonEmpty(ref) : Optional.empty();
  }
}
