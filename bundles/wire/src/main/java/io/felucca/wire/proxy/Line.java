package io.felucca.wire.proxy;

import io.felucca.api.Scope;
import io.felucca.wire.call.ScopeToCalls;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What opens calls of one plugin.
 *
 * @param timeout the configured one, or null
 */
record Line(Connection connection, Faults faults, Duration timeout) {
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** A call that has to end within its limit. */
  <Q, R> Exchange<Q, R> open(Scope scope, Effort effort, MethodDescriptor<Q, R> method) {
    Duration limit = effort.limit(timeout);
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
    return start(scope, limit, method, options);
  }

  /** A call whose single answers have to come within their limit. */
  <Q, R> Exchange<Q, R> openLong(Scope scope, Effort effort, MethodDescriptor<Q, R> method) {
    return start(scope, effort.limit(timeout), method, CallOptions.DEFAULT);
  }

  /** A call that is limited by the caller's time alone, and takes no thread. */
  <Q, R> CompletableFuture<R> later(Scope scope, MethodDescriptor<Q, R> method, Q request) {
    begin();
    Later<R> later = new Later<>(connection.shared(), faults);
    ClientCall<Q, R> call = call(scope, method, CallOptions.DEFAULT);
    call.start(later, new Metadata());
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    CompletableFuture<R> future = later.future();
    future.whenComplete(
        (answer, error) -> {
          if (future.isCancelled()) {
            call.cancel("nobody waits any more", null);
          }
        });
    return future;
  }

  private void begin() {
    String trouble = connection.begin(silence());
    if (!trouble.isEmpty()) {
      throw faults.missing(trouble);
    }
  }

  private <Q, R> ClientCall<Q, R> call(
      Scope scope, MethodDescriptor<Q, R> method, CallOptions options) {
    return ClientInterceptors.intercept(connection.channel(), new ScopeToCalls(scope))
        .newCall(method, options.withWaitForReady());
  }

  private <Q, R> Exchange<Q, R> start(
      Scope scope, Duration limit, MethodDescriptor<Q, R> method, CallOptions options) {
    begin();
    Answers<R> answers = new Answers<>(connection);
    ClientCall<Q, R> call = call(scope, method, options);
    call.start(answers, new Metadata());
    return new Exchange<>(call, answers, connection.shared(), faults, limit, scope, silence());
  }

  /** Whoever is given more time for an answer is given more time to be silent. */
  private Duration silence() {
    return timeout == null || timeout.compareTo(SILENCE) < 0 ? SILENCE : timeout;
  }
}
