package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Workers;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends tasks whose shim containerd takes for dead: what {@code delete} of the program does.
 *
 * <p>containerd waits a few seconds for it and then gives up, and where a shim of ours has died it
 * wants all its tasks ended at once. So the answer is given when a task's processes are dead; what
 * takes longer, its removal, comes afterwards, a few at a time.
 */
final class Remains implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.runtime.serve");
  private static final int SIGKILL = 9;

  /** What runc's shim reports, whatever there was. */
  private static final int KILLED = 128 + SIGKILL;

  private static final int SECONDS = 10;
  private static final int AT_A_TIME = 2;

  private final TaskManager runtime;
  private final Ledger ledger;
  private final Forwarder events;
  private final Runnable onGone;
  private final Map<TaskKey, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor removals = Workers.few("felucca-shim-removal", AT_A_TIME);

  Remains(TaskManager runtime, Ledger ledger, Forwarder events, Runnable onGone) {
    this.runtime = runtime;
    this.ledger = ledger;
    this.events = events;
    this.onGone = onGone;
  }

  /**
   * Kills a task and has it removed. That its end is known, where it is, is what a shim of ours can
   * do better: a process that had ended by itself is reported as it did.
   */
  Exit delete(TaskKey key) {
    events.hold(List.of(key)); // containerd tells of the end itself
    Scope scope = Scope.of(key.namespace());
    Task task = find(scope, key);
    if (task == null) {
      gone(key);
      return new Exit(0, KILLED, Instant.now());
    }
    Exit exit = end(task, scope);
    CompletableFuture<Void> removed = new CompletableFuture<>();
    leaving.put(key, removed);
    removals.execute(() -> remove(task, key, removed));
    return exit;
  }

  private Task find(Scope scope, TaskKey key) {
    try {
      return runtime.get(scope, key.id());
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return null;
    }
  }

  private static Exit end(Task task, Scope scope) {
    CompletableFuture<Exit> exit = task.exit(scope, "");
    if (!exit.isDone()) {
      LOG.log(Level.INFO, "killing a task whose shim is gone id=" + task.id());
      kill(task, scope);
    }
    return await(exit, task);
  }

  private void remove(Task task, TaskKey key, CompletableFuture<Void> removed) {
    try {
      task.delete(Scope.of(key.namespace()), "");
      gone(key);
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        gone(key); // somebody else has deleted it meanwhile
      } else {
        LOG.log(Level.ERROR, "failed to remove what a dead shim has left id=" + key.id(), e);
      }
    } finally {
      leaving.remove(key, removed);
      removed.complete(null);
    }
  }

  private void gone(TaskKey key) {
    events.drop(key);
    ledger.remove(key);
    onGone.run();
  }

  /** Waits until nothing of that name is being removed: another one is to take it. */
  void awaitRemoval(TaskKey key) {
    CompletableFuture<Void> removal = leaving.get(key);
    if (removal != null) {
      removal.join();
    }
  }

  /** Ends the tasks that containerd knows nothing of any more: their bundles are gone. */
  void sweep() {
    for (TaskKey key : ledger.all()) {
      if (!Files.isDirectory(Path.of(ledger.bundle(key)))) {
        removals.execute(() -> endForgotten(key));
      }
    }
  }

  private void endForgotten(TaskKey key) {
    try {
      delete(key);
    } catch (Fault e) {
      LOG.log(Level.ERROR, "failed to end a task that containerd has forgotten id=" + key.id(), e);
    }
  }

  @Override
  public void close() {
    removals.shutdown();
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
