package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.reaper.IoOwner;
import io.felucca.reaper.Launch;
import io.felucca.reaper.LaunchFailed;
import io.felucca.reaper.LogName;
import io.felucca.reaper.Supervised;
import io.felucca.runc.OciRuntime;
import io.felucca.runtime.oci.folder.ProcessFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Has the OCI runtime make processes of one task, each beside a supervisor of its own. */
final class Launcher {
  private static final int NOT_RUN = 127;

  private final OciTask task;
  private final Tools tools;

  Launcher(OciTask task, Tools tools) {
    this.task = task;
    this.tools = tools;
  }

  /** The first process, which waits to be started. */
  void create(Scope scope) {
    try {
      launch(
          scope,
          Launch.Kind.CREATE,
          task.init(),
          task.runtime(scope).createOptions(),
          environment(scope));
    } catch (LaunchFailed e) {
      throw failure(scope, task.init(), e, "OCI runtime create failed");
    }
  }

  /** The first process, which runs. */
  void restore(Scope scope, Path image) {
    OciRuntime runtime = task.runtime(scope);
    String chosen = runtime.settings().criuWorkPath();
    Path work = chosen.isEmpty() ? task.folder().criuWork() : Path.of(chosen);
    try {
      launch(
          scope,
          Launch.Kind.RESTORE,
          task.init(),
          runtime.restoreOptions(image, work),
          runtime.restoreEnvironment(image, work));
    } catch (LaunchFailed e) {
      throw e.isLate()
          ? failure(scope, task.init(), e, "OCI runtime restore failed")
          : runtime.restoreFailure(task.init().folder().log(), e.status(), e.stderr(), work);
    }
  }

  /** A further process, which runs. */
  void exec(Scope scope, Proc exec) {
    try {
      launch(scope, Launch.Kind.EXEC, exec, List.of(), environment(scope));
    } catch (LaunchFailed e) {
      throw failure(scope, exec, e, "OCI runtime exec failed");
    }
  }

  private Map<String, String> environment(Scope scope) {
    return task.runtime(scope).environment();
  }

  private Fault failure(Scope scope, Proc process, LaunchFailed e, String what) {
    if (e.isLate()) {
      return new Fault(Fault.Kind.DEADLINE_EXCEEDED, what + ": " + e.getMessage(), e);
    }
    Path log = process.folder().log();
    boolean notRun = e.status() == NOT_RUN && e.stderr().isEmpty();
    return notRun
        ? task.runtime(scope).failure(log, -1, e.getMessage(), what)
        : task.runtime(scope).failure(log, e.status(), e.stderr(), what);
  }

  private void launch(
      Scope scope,
      Launch.Kind kind,
      Proc process,
      List<String> options,
      Map<String, String> environment) {
    ProcessFolder folder = process.folder();
    OciRuntime runtime = task.runtime(scope);
    boolean exec = kind == Launch.Kind.EXEC;
    folder.makeRun();
    Launch launch =
        new Launch(
            kind,
            runtime.command(folder.log()),
            options,
            task.id(),
            exec ? null : task.folder().path(),
            exec ? folder.process() : null,
            folder.run(),
            process.io(),
            new IoOwner(runtime.settings().ioUid(), runtime.settings().ioGid()),
            environment,
            new LogName(task.namespace(), exec ? process.execId() : task.id()));
    Supervised made = tools.supervisor().start(launch, Patience.of(scope));
    process.follow(made);
    SupervisorCgroup.join(runtime.settings().shimCgroup(), made);
  }
}
