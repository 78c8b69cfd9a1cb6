package io.felucca.monitor.health;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.monitor.Name;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The process of a check in a task. Its exec ID is always the same, so that what a crash left is
 * found by the next check.
 */
final class CheckExec {
  static final String ID = "felucca-health";

  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");
  private static final int SIGKILL = 9;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Name name;
  private final Task task;

  CheckExec(Name name, Task task) {
    this.name = name;
    this.task = task;
  }

  /** Starts it; what cannot be started is removed again. */
  CompletableFuture<Exit> start(TypedValue process, String fifo, Duration patience) {
    Scope scope = name.scope(patience.plus(GRACE));
    add(scope, new ExecSpec(ID, new TaskIo("", fifo, fifo, false), process));
    try {
      int unused = task.start(scope, ID);
      return exit();
    } catch (RuntimeException e) {
      remove();
      throw e;
    }
  }

  private void add(Scope scope, ExecSpec exec) {
    try {
      task.exec(scope, exec);
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.ALREADY_EXISTS) {
        throw fault;
      }
      end();
      task.exec(scope, exec);
    }
  }

  private CompletableFuture<Exit> exit() {
    return task.exit(Scope.of(name.namespace()), ID);
  }

  void kill() {
    quietly(() -> task.kill(name.scope(GRACE), ID, SIGKILL, false));
  }

  /** To be called once it has ended. */
  void remove() {
    quietly(() -> task.delete(name.scope(GRACE), ID));
  }

  /** Kills it, waits for its end for a moment, and removes it. */
  void end() {
    kill();
    quietly(
        () ->
            exit()
                .handle((exit, failure) -> exit)
                .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join());
    remove();
  }

  /** It may have ended, or the task may be gone: both are as good. */
  private void quietly(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "health check" + name + " error=" + e.getMessage());
    }
  }
}
