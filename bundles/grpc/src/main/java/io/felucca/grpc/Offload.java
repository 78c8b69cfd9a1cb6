package io.felucca.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs calls on an executor, those of a single request in one piece.
 *
 * <p>Left to grpc-java, a call would be handed from thread to thread five times, and waking a
 * thread takes longer than most calls. So the server runs on its I/O thread, and this interceptor,
 * the outermost, keeps everything else away from that: a call of one request is handed over once,
 * when it is complete. What happens to a call never happens twice at the same time.
 */
final class Offload implements ServerInterceptor {
  private static final Logger LOG = System.getLogger("io.felucca.grpc");
  private static final int ONE_AND_THE_END = 2;
  private static final String NO_THREAD =
      "no thread can be started for the call: a limit of processes or memory is reached";

  private final Executor executor;

  Offload(Executor executor) {
    this.executor = executor;
  }

  @Override
  public <Q, R> Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Turns turns = new Turns(executor);
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      Started<Q, R> started = new Started<>(turns, call);
      started.start(() -> next.startCall(call, headers));
      return started;
    }
    call.request(ONE_AND_THE_END);
    return new OneRequest<>(turns, call, new Requested<>(call), headers, next);
  }

  /** Its one request is under way already. */
  private static final class Requested<Q, R> extends SimpleForwardingServerCall<Q, R> {
    Requested(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public void request(int count) {}
  }

  private interface Start<Q> {
    Listener<Q> call();
  }

  /** Hands over each event. */
  private static class Started<Q, R> extends Listener<Q> {
    private final Turns turns;
    private final ServerCall<Q, R> call;
    private Listener<Q> listener;

    Started(Turns turns, ServerCall<Q, R> call) {
      this.turns = turns;
      this.call = call;
    }

    final void start(Start<Q> start) {
      turn(() -> listener = start.call());
    }

    /** What comes after the start has failed finds no listener. */
    final void event(Runnable event) {
      turn(
          () -> {
            if (listener != null) {
              event.run();
            }
          });
    }

    private void turn(Runnable task) {
      try {
        turns.add(() -> run(task));
      } catch (OutOfMemoryError e) {
        LOG.log(Level.WARNING, "no thread for a call: " + e.getMessage());
        close(Status.RESOURCE_EXHAUSTED.withDescription(NO_THREAD).withCause(e));
      }
    }

    private void run(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "call broke off: " + call.getMethodDescriptor(), e);
        close(Status.UNKNOWN.withCause(e));
      }
    }

    private void close(Status why) {
      try {
        call.close(why, new Metadata());
      } catch (IllegalStateException closed) {
        LOG.log(Level.DEBUG, "it had ended", closed);
      }
    }

    @Override
    public void onMessage(Q message) {
      event(() -> listener.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      event(() -> listener.onHalfClose());
    }

    @Override
    public void onReady() {
      event(() -> listener.onReady());
    }

    @Override
    public void onCancel() {
      event(() -> listener.onCancel());
    }

    @Override
    public void onComplete() {
      event(() -> listener.onComplete());
    }
  }

  /** Hands over once all of the request is there; nobody learns of a call that ends before. */
  private static final class OneRequest<Q, R> extends Started<Q, R> {
    private final Requested<Q, R> requested;
    private final Metadata headers;
    private final ServerCallHandler<Q, R> next;
    private final List<Q> messages = new ArrayList<>(1);
    private boolean ready;
    private boolean whole;

    OneRequest(
        Turns turns,
        ServerCall<Q, R> call,
        Requested<Q, R> requested,
        Metadata headers,
        ServerCallHandler<Q, R> next) {
      super(turns, call);
      this.requested = requested;
      this.headers = headers;
      this.next = next;
    }

    @Override
    public void onMessage(Q message) {
      messages.add(message);
    }

    @Override
    public void onHalfClose() {
      whole = true;
      start(this::deliver);
    }

    private Listener<Q> deliver() {
      Listener<Q> listener = next.startCall(requested, headers);
      if (ready) {
        listener.onReady();
      }
      messages.forEach(listener::onMessage);
      messages.clear();
      listener.onHalfClose();
      return listener;
    }

    @Override
    public void onReady() {
      ready = true;
      if (whole) {
        super.onReady();
      }
    }

    @Override
    public void onCancel() {
      if (whole) {
        super.onCancel();
      }
    }

    /** That a single answer is out is not worth waking a thread. */
    @Override
    public void onComplete() {
      if (!requested.getMethodDescriptor().getType().serverSendsOneMessage()) {
        super.onComplete();
      }
    }
  }
}
