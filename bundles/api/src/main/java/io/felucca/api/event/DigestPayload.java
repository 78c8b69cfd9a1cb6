package io.felucca.api.event;

import io.felucca.api.Digest;
import java.util.List;
import java.util.Optional;

/** A payload about one blob. */
interface DigestPayload extends Payload {
  Digest digest();

  @Override
  default Optional<String> field(List<String> path) {
    return path.get(0).equals("digest") ? Optional.of(digest().toString()) : Optional.empty();
  }
}
