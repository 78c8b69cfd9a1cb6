package io.felucca.client.call;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** An answer that is still to come; who depends on it runs on threads of the executor. */
final class Later<R> extends CompletableFuture<R> {
  private final Executor executor;
  private volatile Runnable cancel = () -> {};

  Later(Executor executor) {
    this.executor = executor;
  }

  void whenCancelled(Runnable cancel) {
    this.cancel = cancel;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    if (cancelled) {
      cancel.run();
    }
    return cancelled;
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }

  StreamObserver<R> observer() {
    return new StreamObserver<>() {
      @Override
      public void onNext(R answer) {
        complete(answer);
      }

      @Override
      public void onError(Throwable error) {
        completeExceptionally(Caller.fault(error));
      }

      @Override
      public void onCompleted() {
        completeExceptionally(new IllegalStateException("ended without an answer"));
      }
    };
  }
}
