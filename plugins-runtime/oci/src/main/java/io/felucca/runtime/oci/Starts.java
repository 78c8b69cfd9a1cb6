package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.TaskStatus;
import io.felucca.reaper.Launch;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.runtime.oci.folder.ProcessFolder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * Starts processes of a task. What is done is noted before and after, so that a crash in between is
 * noticed: then the OCI runtime is asked. The caller is alone at the process.
 */
final class Starts {
  private static final Logger LOG = System.getLogger("io.felucca.oci");

  /** A pipe takes that at once. */
  private static final int LONGEST_PREPARED = 60 << 10;

  private final OciTask task;
  private final Tools tools;
  private final Launcher launcher;

  Starts(OciTask task, Tools tools) {
    this.task = task;
    this.tools = tools;
    this.launcher = new Launcher(task, tools);
  }

  /** Makes the first process, unless it comes from a checkpoint: that does not wait for a start. */
  void create(Scope scope) {
    if (!isRestored()) {
      launcher.create(scope);
    }
  }

  private boolean isRestored() {
    return !task.record().checkpoint().isEmpty();
  }

  /** Starts the first process; its pid. */
  int init(Scope scope) {
    ProcessFolder folder = task.init().folder();
    check(task.init());
    folder.set(Mark.UNSURE);
    try {
      if (isRestored()) {
        launcher.restore(scope, Path.of(task.record().checkpoint()));
      } else {
        task.cgroup().watch(); // memory may run out at once
        task.init().begin();
        task.runtime(scope).start(task.id());
      }
    } catch (RuntimeException e) {
      settleAfter(e);
      throw e;
    }
    begun();
    folder.clear(Mark.UNSURE);
    return task.init().pid();
  }

  private static void check(Proc process) {
    TaskStatus status = process.status();
    if (status != TaskStatus.CREATED) {
      throw Fault.precondition("cannot start a %s process", status.name().toLowerCase(Locale.ROOT));
    }
  }

  private void begun() {
    if (isRestored()) {
      task.init().folder().set(Mark.CREATED, task.cgroup().find());
    }
    task.init().folder().set(Mark.STARTED);
    tools.announcer().started(task.folder(), task.init().pid());
    task.cgroup().watch();
  }

  /**
   * Does for an exec what can be done before its start is asked for, soon and in another thread.
   * What fails is left to the start.
   */
  void prepare(Proc exec) {
    if (isRunning() && tools.preparations().add(exec.preparation())) {
      tools.workers().execute(() -> prepareNow(exec));
    }
  }

  private void prepareNow(Proc exec) {
    Scope soon = Scope.daemon().withDeadline(Instant.now().plus(Patience.CLEANUP));
    try {
      launcher
          .preparable(soon, exec)
          .ifPresent(launch -> exec.gate().tryPass(() -> prepareAlone(exec, launch)));
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "not prepared " + task + " exec=" + exec.execId(), e);
    }
    if (!exec.preparation().isMade()) {
      tools.preparations().remove(exec.preparation());
    }
  }

  private void prepareAlone(Proc exec, Launch launch) {
    ProcessFolder folder = exec.folder();
    if (exec.isCurrent()
        && isUntouched(folder)
        && folder.readProcess().length <= LONGEST_PREPARED) {
      exec.preparation().make(() -> launcher.prepare(exec, launch));
    }
    if (!isRunning()) {
      exec.preparation().rest();
    }
  }

  private static boolean isUntouched(ProcessFolder folder) {
    return !folder.has(Mark.UNSURE) && !folder.has(Mark.STARTED) && !Files.exists(folder.run());
  }

  private boolean isRunning() {
    return task.init().status() == TaskStatus.RUNNING;
  }

  /** Starts an exec; its pid. */
  int exec(Scope scope, Proc exec) {
    tools.expectProcess();
    check(exec);
    if (exec.preparation().isMade() && !(isRunning() && task.cgroup().isThawed())) {
      exec.preparation().rest(); // the OCI runtime has to look again
    }
    exec.folder().set(Mark.UNSURE);
    try {
      launcher.exec(scope, exec);
    } catch (RuntimeException e) {
      exec.folder().clear(Mark.UNSURE);
      Fault wrongTime = new Fault(Fault.Kind.FAILED_PRECONDITION, e.getMessage(), e);
      exec.failWaits(wrongTime);
      throw isOver(e) ? wrongTime : e;
    }
    exec.folder().turn(Mark.UNSURE, Mark.STARTED);
    tools.announcer().execStarted(task.folder(), exec.execId(), exec.pid());
    return exec.pid();
  }

  /** Whether the OCI runtime has failed because the first process has ended. */
  private boolean isOver(RuntimeException e) {
    return task.init().ended() != null && Fault.is(e, Fault.Kind.UNKNOWN);
  }

  private void settleAfter(RuntimeException failure) {
    try {
      settle();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Finds out where the first process stands when a step has ended in the middle. */
  void settle() {
    ProcessFolder folder = task.init().folder();
    if (task.init().ended() != null) {
      folder.clear(Mark.UNSURE);
      return;
    }
    Scope soon = Scope.daemon().withDeadline(Instant.now().plus(Patience.CLEANUP));
    if (isRestored() && !folder.has(Mark.STARTED)) {
      tools.supervisor().abandon(folder.run());
      task.runtime(soon).delete(task.id(), true);
    } else {
      task.runtime(soon).state(task.id()).ifPresent(state -> settle(folder, state.status()));
    }
    folder.clear(Mark.UNSURE);
  }

  private void settle(ProcessFolder folder, TaskStatus status) {
    boolean paused = status == TaskStatus.PAUSED;
    if ((paused || status == TaskStatus.RUNNING) && !folder.has(Mark.STARTED)) {
      begun();
    }
    if (paused) {
      folder.set(Mark.PAUSED);
    } else {
      folder.clear(Mark.PAUSED);
    }
  }
}
