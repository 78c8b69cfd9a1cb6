package io.felucca.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * On whose behalf a call runs: the namespace, the lease that new resources are added to, and when
 * the caller stops waiting.
 *
 * @param namespace the namespace; empty where the call has none (only calls that are not namespaced
 *     accept that)
 * @param lease the lease's ID; empty for none
 * @param deadline the moment after which nobody waits for the answer; {@link Instant#MAX} for never
 */
public record Scope(String namespace, String lease, Instant deadline) {
  public Scope {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(deadline, "deadline");
  }

  /** A scope without lease or deadline. */
  public static Scope of(String namespace) {
    return new Scope(namespace, "", Instant.MAX);
  }

  /** The daemon's own work, in no namespace. */
  public static Scope daemon() {
    return of("");
  }

  public Scope withNamespace(String other) {
    return new Scope(other, lease, deadline);
  }

  public Scope withLease(String other) {
    return new Scope(namespace, other, deadline);
  }

  public Scope withDeadline(Instant other) {
    return new Scope(namespace, lease, other);
  }

  /**
   * The namespace, or a failed precondition where there is none, or an invalid argument where it is
   * no identifier.
   */
  public String requireNamespace() {
    if (namespace.isEmpty()) {
      throw Fault.precondition("namespace is required");
    }
    Identifiers.check(namespace);
    return namespace;
  }

  /** How long the caller still waits: never negative, at most {@code limit}. */
  public Duration remaining(Duration limit) {
    if (deadline.equals(Instant.MAX)) {
      return limit;
    }
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left.compareTo(limit) < 0 ? left : limit;
  }
}
