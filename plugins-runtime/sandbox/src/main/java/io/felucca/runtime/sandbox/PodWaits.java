package io.felucca.runtime.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Workers;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.task.Exit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** Who waits for the ends of pods, also of those that have not been started yet. */
final class PodWaits implements AutoCloseable {
  private static final int WORKERS = 2;

  /** Notes how a pod's process ended; what it returns counts. */
  @FunctionalInterface
  interface Noting {
    SandboxExit note(Scope scope, String id, Exit exit);
  }

  /** Looks how a pod is. */
  @FunctionalInterface
  interface Looking {
    Pod look(Scope scope, String id);
  }

  private record Wait(Scope scope, String id) {}

  private final PodTasks tasks;
  private final Looking pods;
  private final Noting noting;
  private final Map<CompletableFuture<SandboxExit>, Wait> open = new ConcurrentHashMap<>();
  private final ExecutorService workers = Workers.fewUntilClosed("felucca-pods", WORKERS);

  PodWaits(PodTasks tasks, Looking pods, Noting noting) {
    this.tasks = tasks;
    this.pods = pods;
    this.noting = noting;
  }

  CompletableFuture<SandboxExit> begin(Scope scope, Pod pod) {
    // whoever waits on has no deadline that the later steps would meet
    Wait wait = new Wait(Scope.of(scope.namespace()), pod.id());
    CompletableFuture<SandboxExit> one = new CompletableFuture<>();
    open.put(one, wait);
    one.whenComplete((exit, failure) -> open.remove(one));
    if (pod.note().isStarted()) {
      follow(wait, one);
    } else if (pods.look(wait.scope, wait.id).note().isStarted()) {
      follow(wait, one); // meanwhile
    }
    return one;
  }

  private void follow(Wait wait, CompletableFuture<SandboxExit> one) {
    try {
      CompletableFuture<Exit> exit = tasks.exit(wait.scope, wait.id);
      one.whenComplete((how, failure) -> exit.cancel(false));
      exit.whenCompleteAsync((how, failure) -> ended(wait, one, how, failure), workers);
    } catch (Fault e) {
      ended(wait, one, null, e);
    }
  }

  private void ended(Wait wait, CompletableFuture<SandboxExit> one, Exit exit, Throwable failure) {
    if (one.isDone()) {
      return;
    }
    try {
      if (failure == null) {
        one.complete(noting.note(wait.scope, wait.id, exit));
      } else {
        one.complete(lookedUp(wait, failure));
      }
    } catch (RuntimeException e) {
      one.completeExceptionally(e);
    }
  }

  /** Somebody else may have deleted the task, and noted its end before. */
  private SandboxExit lookedUp(Wait wait, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!Fault.is(cause, Fault.Kind.NOT_FOUND)) {
      throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }
    SandboxExit exit = pods.look(wait.scope, wait.id).note().exit();
    if (exit == null) {
      throw Fault.unavailable(
          "sandbox \"%s\" changes just now: its end is to be asked for again", wait.id);
    }
    return exit;
  }

  /** A pod that was only prepared has a process now. */
  void started(Scope scope, String id) {
    Wait started = new Wait(Scope.of(scope.namespace()), id);
    open.forEach(
        (one, wait) -> {
          if (wait.equals(started)) {
            follow(wait, one);
          }
        });
  }

  /** A pod is no more: who still waits has waited for one that was never started. */
  void forgotten(Scope scope, String id) {
    Wait gone = new Wait(Scope.of(scope.namespace()), id);
    open.forEach(
        (one, wait) -> {
          if (wait.equals(gone)) {
            one.completeExceptionally(Fault.notFound("unable to find sandbox \"%s\"", id));
          }
        });
  }

  @Override
  public void close() {
    Fault gone = Fault.unavailable("the controller of pods is being replaced");
    open.keySet().forEach(one -> one.completeExceptionally(gone));
    workers.shutdown();
  }
}
