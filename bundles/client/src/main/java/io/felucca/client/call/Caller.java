package io.felucca.client.call;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.wire.call.FaultStatus;
import io.felucca.wire.call.ScopeToCalls;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls a daemon in one namespace and under one lease. What a call ends with becomes a {@link
 * Fault}; an interrupt of the calling thread ends the call.
 */
public final class Caller {
  private final Line line;
  private final Scope scope;
  private final Duration timeout;
  private final Executor executor;

  /**
   * @param timeout for short calls
   * @param executor runs what was registered for later
   */
  public Caller(Line line, Scope scope, Duration timeout, Executor executor) {
    this.line = line;
    this.scope = scope;
    this.timeout = timeout;
    this.executor = executor;
  }

  /** The same in a namespace; an invalid argument where it is malformed. */
  public Caller in(String namespace) {
    Scope other = scope.withNamespace(namespace);
    other.requireNamespace();
    return new Caller(line, other, timeout, executor);
  }

  /** The same under a lease: what is made belongs to it. */
  public Caller under(String lease) {
    return new Caller(line, scope.withLease(lease), timeout, executor);
  }

  public String namespace() {
    return scope.namespace();
  }

  public String lease() {
    return scope.lease();
  }

  public String address() {
    return line.address();
  }

  public Executor executor() {
    return executor;
  }

  /** A call that the daemon answers at once; it ends at the timeout. */
  public <S extends AbstractStub<S>, R> R ask(Function<Channel, S> stub, Function<S, R> call) {
    S made = stub.apply(scoped(line.connected()));
    S limited = made.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return FaultStatus.calling(() -> call.apply(limited));
  }

  /** A call that takes as long as its work takes. */
  public <S extends AbstractStub<S>, R> R work(Function<Channel, S> stub, Function<S, R> call) {
    S made = stub.apply(scoped(line.connected()));
    return FaultStatus.calling(() -> call.apply(made));
  }

  /** All answers of a call that streams a list. */
  public <S extends AbstractStub<S>, R> List<R> list(
      Function<Channel, S> stub, Function<S, Iterator<R>> call) {
    return work(
        stub,
        made -> {
          List<R> all = new ArrayList<>();
          call.apply(made).forEachRemaining(all::add);
          return all;
        });
  }

  /** Answers one by one; closing ends the call. */
  public <Q, R> Answers<R> answers(MethodDescriptor<Q, R> method, Q request) {
    Channel channel = scoped(line.connected());
    BlockingClientCall<Q, R> call =
        ClientCalls.blockingV2ServerStreamingCall(channel, method, CallOptions.DEFAULT, request);
    return new Answers<>(call);
  }

  /** A dialogue: requests go out, each is answered. */
  public <Q, R> Dialogue<Q, R> dialogue(MethodDescriptor<Q, R> method) {
    Channel channel = scoped(line.connected());
    return new Dialogue<>(
        ClientCalls.blockingBidiStreamingCall(channel, method, CallOptions.DEFAULT));
  }

  /** A call that takes no thread while it waits; cancelling the future ends the call. */
  public <Q, R> CompletableFuture<R> later(MethodDescriptor<Q, R> method, Q request) {
    ClientCall<Q, R> call = scoped(line.channel()).newCall(method, CallOptions.DEFAULT);
    Later<R> later = new Later<>(executor);
    later.whenCancelled(() -> call.cancel("nobody waits any more", null));
    ClientCalls.asyncUnaryCall(call, request, later.observer());
    return later;
  }

  /** Hears answers as they come, one at a time, on threads of the executor. */
  public <Q, R> Listening listen(MethodDescriptor<Q, R> method, Q request, Consumer<R> listener) {
    ClientCall<Q, R> call = scoped(line.connected()).newCall(method, CallOptions.DEFAULT);
    return Listening.start(call, request, listener, executor);
  }

  /** Whether there is still somebody to call: false once the client is closed. */
  public boolean isOpen() {
    return !line.isClosed();
  }

  /** How long calls wait for a connection. */
  public Duration patience() {
    return line.patience();
  }

  /** Waits for the connection; a fault where it does not come. */
  public void connect() {
    line.connected();
  }

  /** What a call ended with. */
  public static Fault fault(Throwable error) {
    if (error instanceof Fault fault) {
      return fault;
    }
    return error instanceof StatusRuntimeException status
        ? FaultStatus.toFault(status.getStatus())
        : FaultStatus.toFault(FaultStatus.toStatus(error));
  }

  private Channel scoped(Channel channel) {
    return ClientInterceptors.intercept(channel, new ScopeToCalls(scope));
  }
}
