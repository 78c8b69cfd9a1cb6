package io.felucca.tasks;

import io.felucca.api.Fault;
import io.felucca.api.task.Exit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One wait for a process' end that outlives its runtime's instance: an instance that goes gives its
 * waits up as unavailable, and the next one is asked.
 */
final class CarriedWait {
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MS = 100;

  /** Asking can block while no instance serves, so never on the thread that reports the failure. */
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS);

  private final Supplier<CompletableFuture<Exit>> question;
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private volatile CompletableFuture<Exit> current;
  private int attempts;

  CarriedWait(Supplier<CompletableFuture<Exit>> question) {
    this.question = question;
  }

  /** Completes with the exit; cancelling it ends the wait in the runtime too. */
  CompletableFuture<Exit> begin() {
    follow(question.get());
    exit.whenComplete((done, failure) -> current.cancel(false));
    return exit;
  }

  private void follow(CompletableFuture<Exit> answer) {
    current = answer;
    answer.whenComplete(this::answered);
    if (exit.isDone()) {
      answer.cancel(false);
    }
  }

  private void answered(Exit value, Throwable failure) {
    if (failure == null) {
      exit.complete(value);
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (Fault.is(cause, Fault.Kind.UNAVAILABLE) && ++attempts < ATTEMPTS && !exit.isDone()) {
      LATER.execute(this::again);
    } else {
      exit.completeExceptionally(cause);
    }
  }

  private void again() {
    try {
      follow(question.get());
    } catch (RuntimeException e) {
      answered(null, e);
    }
  }
}
