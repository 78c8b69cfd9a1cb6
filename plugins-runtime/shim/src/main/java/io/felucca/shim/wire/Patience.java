package io.felucca.shim.wire;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.ttrpc.TtrpcClient;
import java.time.Duration;
import java.time.Instant;

/** How long a call may take: what is left of its scope's deadline. */
public final class Patience {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Patience() {}

  /** {@link TtrpcClient#NO_TIMEOUT} where the scope has no deadline. */
  public static Duration of(Scope scope) {
    if (scope.deadline().equals(Instant.MAX)) {
      return TtrpcClient.NO_TIMEOUT;
    }
    Duration left = scope.remaining(LONGEST);
    if (left.isZero()) {
      throw Fault.of(Fault.Kind.DEADLINE_EXCEEDED, "no time left for the call");
    }
    return left;
  }

  /** The same, but never more than {@code limit}. */
  public static Duration of(Scope scope, Duration limit) {
    Duration left = of(scope);
    return left.isZero() || left.compareTo(limit) > 0 ? limit : left;
  }
}
