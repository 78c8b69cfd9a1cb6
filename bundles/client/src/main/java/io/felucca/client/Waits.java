package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.client.call.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for futures as for blocking calls, and calls that an interrupt must not keep back. */
final class Waits {
  private Waits() {}

  static <T> T get(CompletableFuture<T> future, String what) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw Caller.fault(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while waiting for " + what, e);
    }
  }

  /** Makes a call that cleans up, also where the thread is interrupted, which it stays. */
  static void uninterrupted(Runnable call) {
    boolean interrupted = Thread.interrupted();
    try {
      call.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
