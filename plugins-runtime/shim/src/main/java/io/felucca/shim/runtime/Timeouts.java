package io.felucca.shim.runtime;

import java.time.Duration;

/**
 * How long the runtime waits for shims.
 *
 * @param load for one that was left by an earlier daemon to answer
 * @param cleanup for what a dead one has left to be removed
 * @param shutdown for one whose last task is gone to end
 */
record Timeouts(Duration load, Duration cleanup, Duration shutdown) {
  /** Those of containerd. */
  static final Timeouts USUAL =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(3));
}
