package io.felucca.wire.convert;

import io.felucca.api.TypedValue;
import io.felucca.api.event.Payload;
import io.felucca.api.event.TypedPayload;
import java.util.List;
import java.util.Optional;

/**
 * A payload passed on byte for byte.
 *
 * @param value as it came
 * @param known what could be read of it, for filters; null where its type is not known here
 */
record CarriedPayload(TypedValue value, Payload known) implements TypedPayload {
  @Override
  public Optional<String> field(List<String> path) {
    return known == null ? Optional.empty() : known.field(path);
  }
}
