package io.felucca.runtime.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Carried;
import io.felucca.api.plugin.Seat;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import io.felucca.api.task.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The tasks of pods: their pause processes, run by whichever runtime the daemon has for them. */
final class PodTasks {
  private static final Logger LOG = System.getLogger("io.felucca.runtime.sandbox");
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final TaskIo NO_IO = new TaskIo("", "", "", false);

  /** How long a process that was killed may take to be gone. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private final Seat<Tasks> tasks;

  PodTasks(Seat<Tasks> tasks) {
    this.tasks = tasks;
  }

  /**
   * Starts a pod's process and returns its pid; nothing of it is left where that fails.
   *
   * @param rootfs what the runtime mounts as the root file system; empty for none
   */
  int start(Scope scope, String id, List<Mount> rootfs) {
    discardCreated(scope, id);
    Task task =
        tasks.call(
            scope, all -> all.create(scope, new CreateTask(id, rootfs, NO_IO, null, null, "")));
    try {
      return task.start(scope, "");
    } catch (RuntimeException e) {
      deleteQuietly(task, Scope.of(scope.namespace()));
      throw e;
    }
  }

  /** What a crash between creation and start has left. */
  private void discardCreated(Scope scope, String id) {
    Optional<Task> left = find(scope, id);
    if (left.isPresent() && left.get().state(scope, "").status() == TaskStatus.CREATED) {
      deleteQuietly(left.get(), scope);
    }
  }

  private static void deleteQuietly(Task task, Scope scope) {
    try {
      task.delete(scope, "");
    } catch (Fault e) {
      LOG.log(Level.WARNING, "task of a pod not deleted id=" + task.id(), e);
    }
  }

  Optional<Task> find(Scope scope, String id) {
    try {
      return Optional.of(tasks.call(scope, all -> all.get(scope, id)));
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The state of a pod's process; empty where there is none. */
  Optional<ProcessState> state(Scope scope, String id) {
    try {
      return find(scope, id).map(task -> task.state(scope, ""));
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Goes on while runtimes and the task service are replaced; NOT_FOUND without a task. */
  CompletableFuture<Exit> exit(Scope scope, String id) {
    return new Carried<Exit>(
            moving -> tasks.call(scope, all -> all.get(scope, id).exit(scope, "", moving)))
        .begin();
  }

  /** Ends a pod's process: asks it to first where there is patience, then kills all it has. */
  Exit end(Scope scope, Task task, Duration patience) {
    CompletableFuture<Exit> exit = exit(scope, task.id());
    try {
      boolean asks = !patience.isZero() && !exit.isDone();
      if (asks) {
        kill(scope, task, SIGTERM, false);
      }
      if (!asks || !hasEnded(exit, scope.remaining(patience))) {
        kill(scope, task, SIGKILL, true);
      }
      if (!hasEnded(exit, AFTER_KILL)) {
        throw Fault.of(
            Fault.Kind.DEADLINE_EXCEEDED, "sandbox \"%s\" does not end when killed", task.id());
      }
      return exit.join();
    } finally {
      exit.cancel(false);
    }
  }

  /** One that has ended meanwhile needs no signal. */
  private static void kill(Scope scope, Task task, int signal, boolean all) {
    try {
      task.kill(scope, "", signal, all);
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static boolean hasEnded(CompletableFuture<Exit> exit, Duration limit) {
    try {
      exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Fault fault
          ? new Fault(fault.kind(), fault.getMessage(), fault)
          : new Fault(Fault.Kind.UNKNOWN, "wait for a pod's end", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }

  /** Forgets a process that has ended; nothing happens where somebody else has. */
  void delete(Scope scope, String id) {
    find(scope, id).ifPresent(task -> deleteQuietly(task, scope));
  }
}
