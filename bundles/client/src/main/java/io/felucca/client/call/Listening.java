package io.felucca.client.call;

import io.felucca.wire.call.FaultStatus;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One call whose answers go to a listener, one after another, until it is closed or breaks. */
public final class Listening implements AutoCloseable {
  private final ClientCall<?, ?> call;
  private final CompletableFuture<Void> ended;
  private volatile boolean closed;

  private Listening(ClientCall<?, ?> call, Executor executor) {
    this.call = call;
    this.ended = new Later<>(executor);
  }

  static <Q, R> Listening start(
      ClientCall<Q, R> call, Q request, Consumer<R> listener, Executor executor) {
    Listening listening = new Listening(call, executor);
    call.start(listening.new Ear<>(call, listener), new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    return listening;
  }

  /** Completes once this is closed; fails where the call breaks or the listener does. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    closed = true;
    call.cancel("closed", null);
    ended.complete(null);
  }

  /** Asks for the next answer when the one before has been heard: the daemon keeps the others. */
  private final class Ear<R> extends ClientCall.Listener<R> {
    private final ClientCall<?, R> call;
    private final Consumer<R> listener;

    Ear(ClientCall<?, R> call, Consumer<R> listener) {
      this.call = call;
      this.listener = listener;
    }

    @Override
    public void onMessage(R answer) {
      if (closed) {
        return;
      }
      try {
        listener.accept(answer);
        call.request(1);
      } catch (RuntimeException | Error e) {
        ended.completeExceptionally(e);
        call.cancel("the listener failed", e);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (closed || status.isOk()) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(FaultStatus.toFault(status));
      }
    }
  }
}
