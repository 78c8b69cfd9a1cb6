package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends tasks whose shim containerd takes for dead: what {@code delete} of the program does. */
final class Remains {
  private static final Logger LOG = System.getLogger("io.felucca.runtime.serve");
  private static final int SIGKILL = 9;

  /** What runc's shim reports, whatever there was. */
  private static final int KILLED = 128 + SIGKILL;

  private static final int SECONDS = 10;

  private final TaskManager runtime;
  private final Ledger ledger;
  private final Forwarder events;
  private final Runnable onGone;

  Remains(TaskManager runtime, Ledger ledger, Forwarder events, Runnable onGone) {
    this.runtime = runtime;
    this.ledger = ledger;
    this.events = events;
    this.onGone = onGone;
  }

  /**
   * Kills and deletes what there is of a task. That its end is known, where it is, is what a shim
   * of ours can do better: a process that had ended by itself is reported as it did.
   */
  Exit delete(TaskKey key) {
    events.hold(List.of(key)); // containerd tells of the end itself
    Exit exit = end(key);
    events.drop(key);
    ledger.remove(key);
    onGone.run();
    return exit;
  }

  private Exit end(TaskKey key) {
    Scope scope = Scope.of(key.namespace());
    try {
      return end(runtime.get(scope, key.id()), scope);
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return new Exit(0, KILLED, Instant.now());
    }
  }

  private static Exit end(Task task, Scope scope) {
    CompletableFuture<Exit> exit = task.exit(scope, "");
    if (!exit.isDone()) {
      LOG.log(Level.INFO, "killing a task whose shim is gone id=" + task.id());
      kill(task, scope);
    }
    Exit ended = await(exit, task);
    try {
      return task.delete(scope, "");
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return ended; // somebody else has deleted it meanwhile
    }
  }

  private static void kill(Task task, Scope scope) {
    try {
      if (task.state(scope, "").status() == TaskStatus.PAUSED) {
        task.resume(scope); // what is frozen does not die
      }
      task.kill(scope, "", SIGKILL, true);
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "task not killed id=" + task.id(), e); // it has ended, most likely
    }
  }

  private static Exit await(CompletableFuture<Exit> exit, Task task) {
    try {
      return exit.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Fault fault
          ? fault
          : new Fault(Fault.Kind.INTERNAL, "task " + task.id() + ": no exit", e);
    } catch (TimeoutException e) {
      throw Fault.of(
          Fault.Kind.DEADLINE_EXCEEDED, "task %s has not died in %d s", task.id(), SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }
}
