package io.felucca.wire.call;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Reads the scope of each call that comes in; see {@link Scopes}. */
public final class ScopeOfCalls implements ServerInterceptor {
  @Override
  public <Q, R> Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Context context = Context.current();
    Context scoped = context.withValue(Scopes.SCOPE, Scopes.of(headers, context.getDeadline()));
    return Contexts.interceptCall(scoped, call, headers, next);
  }
}
