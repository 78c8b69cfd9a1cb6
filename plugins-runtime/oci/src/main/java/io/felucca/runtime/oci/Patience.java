package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import java.time.Duration;

/** How long a call may take: what is left of its scope's deadline. */
final class Patience {
  /** Hooks may take long, and so may a checkpoint; a call without a deadline ends all the same. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** For what is cleaned up after a failure, whoever waits for it or not. */
  static final Duration CLEANUP = Duration.ofSeconds(10);

  private Patience() {}

  /** DEADLINE_EXCEEDED where nothing is left. */
  static Duration of(Scope scope) {
    Duration left = scope.remaining(LONGEST);
    if (left.isZero()) {
      throw Fault.of(Fault.Kind.DEADLINE_EXCEEDED, "no time left for the call");
    }
    return left;
  }
}
