package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.Exit;
import io.felucca.api.task.TaskStatus;
import io.felucca.cgroups.Cgroup;
import io.felucca.linux.Signals;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.runtime.oci.folder.Removal;
import io.felucca.runtime.oci.folder.TaskFolder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends tasks and processes. The caller is alone at what is ended. */
final class Undertaker {
  private static final Logger LOG = System.getLogger("io.felucca.oci");

  /** What the exit status is when nobody can tell. */
  private static final int UNKNOWN_EXIT = 255;

  private final TaskTable table;
  private final Tools tools;

  Undertaker(TaskTable table, Tools tools) {
    this.table = table;
    this.tools = tools;
  }

  /** Deletes a task whose first process has ended, or has not been started. */
  Exit delete(OciTask task, Scope scope) {
    refuseAlive(task.init());
    Exit exit = end(task.init(), scope);
    endExecs(task, scope);
    if (task.init().ended() != null) {
      task.init().tell();
    }
    task.runtime(scope).delete(task.id(), true);
    endCgroup(task);
    remove(task);
    tools.announcer().deleted(task.folder(), exit);
    return exit;
  }

  private static void refuseAlive(Proc process) {
    TaskStatus status = process.status();
    if (status == TaskStatus.RUNNING) {
      throw Fault.precondition("cannot delete a running process");
    }
    if (status == TaskStatus.PAUSED) {
      throw Fault.precondition("cannot delete a paused process");
    }
  }

  /** The end of the first process; one that waits for its start is killed. */
  private static Exit end(Proc init, Scope scope) {
    if (init.pid() == 0) {
      return new Exit(0, 0, Instant.now()); // not made yet: it would have been restored
    }
    init.signal(Signals.SIGKILL);
    return await(init.exit(() -> {}), Patience.of(scope));
  }

  private static Exit await(CompletableFuture<Exit> exit, Duration patience) {
    try {
      return exit.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new Fault(Fault.Kind.DEADLINE_EXCEEDED, "process has not ended after SIGKILL", e);
    } catch (ExecutionException | CompletionException e) {
      throw e.getCause() instanceof Fault fault
          ? fault
          : new Fault(Fault.Kind.UNKNOWN, "wait for a process's end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }

  /** Execs end with the first process; those that have not yet, do now. */
  private void endExecs(OciTask task, Scope scope) {
    task.execs().findAll();
    for (Proc exec : task.execs().all()) {
      try {
        endExec(task, exec, scope);
      } catch (Fault e) {
        if (e.kind() != Fault.Kind.NOT_FOUND || exec.isCurrent()) {
          throw e;
        }
        task.execs().remove(exec); // another instance has deleted it
      }
    }
  }

  private static void endExec(OciTask task, Proc exec, Scope scope) {
    if (exec.status() == TaskStatus.RUNNING) {
      exec.signal(Signals.SIGKILL);
      await(exec.exit(() -> {}), Patience.of(scope));
    }
    exec.gate().pass(scope, () -> forgetExec(task, exec));
  }

  private static Void forgetExec(OciTask task, Proc exec) {
    if (exec.ended() != null) {
      exec.tell();
    }
    task.execs().discard(exec);
    return null;
  }

  /** Deletes an exec that has ended, or has not been started. */
  Exit deleteExec(OciTask task, Proc exec) {
    refuseAlive(exec);
    Exit exit = exec.ended();
    forgetExec(task, exec);
    return exit == null ? new Exit(0, 0, Instant.now()) : exit;
  }

  private void endCgroup(OciTask task) {
    if (!task.record().cgroupIsOurs()) {
      return;
    }
    try {
      SpecCgroup.of(task.record().cgroup(), task.settings()).ifPresent(Undertaker::endCgroup);
    } catch (Fault e) {
      LOG.log(Level.WARNING, "cgroup stays " + task, e);
    }
  }

  private static void endCgroup(Cgroup cgroup) {
    if (cgroup.exists()) {
      cgroup.killAll();
      cgroup.remove();
    }
  }

  private void remove(OciTask task) {
    Fault why = Fault.notFound("task %s", task.id());
    task.cgroup().close();
    task.folder().rootfs().unmount();
    task.init().discard(why);
    remove(task.folder());
    table.remove(task);
    task.forget(why);
  }

  /** Once it is hidden there is no such task: what remains is tried again for a while. */
  static void remove(TaskFolder folder) {
    Removal removal = folder.hide();
    Shortage.outlast(Patience.CLEANUP, removal::finish);
  }

  /**
   * Ends a task that never came to be, or whose supervisor is gone, whatever of it there is. What
   * fails is noted, and the rest is done all the same; what fails for want of descriptors or
   * processes, as the creation itself may have done, is tried again for a while.
   */
  void abandon(OciTask task) {
    Scope soon = Scope.daemon().withDeadline(Instant.now().plus(Patience.CLEANUP));
    for (String exec : task.folder().execs()) {
      quietly(task, () -> tools.supervisor().abandon(task.folder().exec(exec).run()));
    }
    quietly(task, () -> tools.supervisor().abandon(task.init().folder().run()));
    quietly(task, () -> task.runtime(soon).delete(task.id(), true));
    endCgroup(task);
    quietly(task, () -> remove(task));
  }

  private static void quietly(OciTask task, Runnable step) {
    try {
      Shortage.outlast(Patience.CLEANUP, step);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "clean-up of " + task, e);
    }
  }

  /** Removes what is left of a task that nobody supervises, and tells the world of its end. */
  Exit bury(OciTask task) {
    boolean told = task.init().folder().has(Mark.TOLD);
    Exit exit = new Exit(0, UNKNOWN_EXIT, Instant.now());
    abandon(task);
    if (!told) {
      tools.announcer().exited(task.folder(), "", exit);
    }
    tools.announcer().deleted(task.folder(), exit);
    return exit;
  }
}
