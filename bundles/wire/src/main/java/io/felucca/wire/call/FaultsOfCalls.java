package io.felucca.wire.call;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one place where what a service throws becomes a status, and where it is logged.
 *
 * <p>A service may throw from a method or hand the exception to its observer; both end here.
 * Failures are logged at debug; those that point to a defect of ours, at error with their trace;
 * calls that ended well, at trace. Each with the milliseconds it took.
 */
public final class FaultsOfCalls implements ServerInterceptor {
  private static final Logger LOG = System.getLogger("io.felucca.calls");

  @Override
  public <Q, R> Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Mapped<Q, R> mapped = new Mapped<>(call);
    try {
      return new Guarded<>(mapped, next.startCall(mapped, headers));
    } catch (RuntimeException e) {
      mapped.fail(e);
      return new Listener<>() {};
    }
  }

  /** Closes a call once, with the status of the cause where the service had none of its own. */
  private static final class Mapped<Q, R> extends SimpleForwardingServerCall<Q, R> {
    /** Waiting calls are closed by whichever thread comes with the answer. */
    private final AtomicBoolean closed = new AtomicBoolean();

    private final long began = System.nanoTime();

    Mapped(ServerCall<Q, R> call) {
      super(call);
    }

    void fail(Throwable error) {
      close(Status.UNKNOWN.withCause(error), new Metadata());
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.getAndSet(true)) {
        return;
      }
      boolean ours = status.getCode() == Status.Code.UNKNOWN && status.getCause() != null;
      Status mapped = ours ? FaultStatus.toStatus(status.getCause()) : status;
      log(mapped);
      super.close(mapped, trailers);
    }

    private void log(Status status) {
      Level level = level(status);
      if (LOG.isLoggable(level)) {
        LOG.log(level, text(status), level == Level.ERROR ? status.getCause() : null);
      }
    }

    private static Level level(Status status) {
      if (status.isOk()) {
        return Level.TRACE;
      }
      return isDefect(status.getCause()) ? Level.ERROR : Level.DEBUG;
    }

    private String text(Status status) {
      String call =
          " method="
              + getMethodDescriptor().getFullMethodName()
              + " namespace="
              + Scopes.current().namespace()
              + " ms="
              + (System.nanoTime() - began) / 10_000 / 100.0;
      return status.isOk()
          ? "call ended" + call
          : "call failed"
              + call
              + " code="
              + status.getCode()
              + " error="
              + status.getDescription();
    }

    /** An exception that nobody made a fault of. */
    private static boolean isDefect(Throwable cause) {
      return Fault.is(cause, Kind.INTERNAL);
    }
  }

  private static final class Guarded<Q, R> extends SimpleForwardingServerCallListener<Q> {
    private final Mapped<Q, R> call;

    Guarded(Mapped<Q, R> call, Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable callback) {
      try {
        callback.run();
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        call.fail(e);
      }
    }
  }
}
