package io.felucca.registry.graph;

import io.felucca.api.plugin.PluginState;
import java.time.Instant;

/**
 * Where a plugin stands.
 *
 * @param state its state
 * @param reason why; for OK why its last replacement failed, else empty
 * @param since when the state began
 */
record Status(PluginState state, String reason, Instant since) {
  static Status now(PluginState state, String reason) {
    return new Status(state, reason, Instant.now());
  }

  /** The same state with another reason. */
  Status because(String other) {
    return new Status(state, other, since);
  }
}
