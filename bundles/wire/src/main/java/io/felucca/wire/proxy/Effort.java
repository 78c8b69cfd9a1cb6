package io.felucca.wire.proxy;

import java.time.Duration;

/**
 * How long a call may take where the configuration does not say: by what it has to do. One whose
 * process does not answer anything any more ends sooner, see {@link Proxy}.
 */
public enum Effort {
  /** Looks something up, or changes a few words. */
  LOOK(Duration.ofSeconds(10)),
  /** Moves data on the disk, or fetches some. */
  WORK(Duration.ofMinutes(10)),
  /** Reads or writes whole layers. */
  BULK(Duration.ofHours(1));

  private final Duration limit;

  Effort(Duration limit) {
    this.limit = limit;
  }

  /** The limit of this call, {@code configured} or null. */
  Duration limit(Duration configured) {
    return configured == null ? limit : configured;
  }
}
