package io.felucca.wire.call;

import io.felucca.api.Scope;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Metadata.Key;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * The scope of a call: its headers {@code containerd-namespace} and {@code containerd-lease}, and
 * gRPC's own deadline.
 *
 * <p>The server interceptor {@link ScopeOfCalls} puts it into the gRPC context; a service takes it
 * out with {@link #current} or {@link #namespaced}.
 */
public final class Scopes {
  static final Key<String> NAMESPACE = header("containerd-namespace");
  static final Key<String> LEASE = header("containerd-lease");
  static final Context.Key<Scope> SCOPE = Context.key("felucca-scope");

  private Scopes() {}

  /** The scope of the call that this thread serves; the daemon's own outside of calls. */
  public static Scope current() {
    Scope scope = SCOPE.get();
    return scope == null ? Scope.daemon() : scope;
  }

  /**
   * The scope of a call that works in a namespace.
   *
   * @throws io.felucca.api.Fault FAILED_PRECONDITION where the call names none, INVALID_ARGUMENT
   *     where it is malformed
   */
  public static Scope namespaced() {
    Scope scope = current();
    scope.requireNamespace();
    return scope;
  }

  static Scope of(Metadata headers, Deadline deadline) {
    return new Scope(first(headers, NAMESPACE), first(headers, LEASE), instant(deadline));
  }

  private static Instant instant(Deadline deadline) {
    return deadline == null
        ? Instant.MAX
        : Instant.now().plusNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }

  /** Of several values the first counts, as in Go; {@link Metadata#get} would take the last. */
  private static String first(Metadata headers, Key<String> key) {
    Iterable<String> values = headers.getAll(key);
    Iterator<String> all = values == null ? null : values.iterator();
    return all == null || !all.hasNext() ? "" : all.next();
  }

  private static Key<String> header(String name) {
    return Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
