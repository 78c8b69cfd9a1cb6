package io.felucca.wire.call;

import io.felucca.api.Scope;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.Metadata.Key;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Sends a scope along with each call that goes out: to a plugin outside of the daemon, say.
 *
 * <pre>{@code
 * SnapshotsGrpc.newBlockingStub(channel).withInterceptors(new ScopeToCalls(scope)).stat(request)
 * }</pre>
 */
public final class ScopeToCalls implements ClientInterceptor {
  private final Scope scope;

  public ScopeToCalls(Scope scope) {
    this.scope = scope;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, withDeadline(options))) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        put(headers, Scopes.NAMESPACE, scope.namespace());
        put(headers, Scopes.LEASE, scope.lease());
        super.start(listener, headers);
      }
    };
  }

  private CallOptions withDeadline(CallOptions options) {
    if (scope.deadline().equals(Instant.MAX)) {
      return options;
    }
    Duration left = Duration.between(Instant.now(), scope.deadline());
    Deadline ours = Deadline.after(left.toMillis(), TimeUnit.MILLISECONDS);
    Deadline theirs = options.getDeadline();
    return options.withDeadline(theirs == null ? ours : theirs.minimum(ours));
  }

  private static void put(Metadata headers, Key<String> key, String value) {
    if (!value.isEmpty()) {
      headers.put(key, value);
    }
  }
}
