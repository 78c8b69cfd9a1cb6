package io.felucca.runtime.oci;

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
    OciRuntime runtime = task.runtime(scope);
    launch(
        scope,
        Launch.Kind.CREATE,
        task.init(),
        runtime.createOptions(),
        "OCI runtime create failed");
  }

  /** The first process, which runs. */
  void restore(Scope scope, Path image) {
    String chosen = task.runtime(scope).settings().criuWorkPath();
    Path work = chosen.isEmpty() ? task.folder().criuWork() : Path.of(chosen);
    List<String> options = task.runtime(scope).restoreOptions(image, work);
    launch(scope, Launch.Kind.RESTORE, task.init(), options, "OCI runtime restore failed");
  }

  /** A further process, which runs. */
  void exec(Scope scope, Proc exec) {
    launch(scope, Launch.Kind.EXEC, exec, List.of(), "OCI runtime exec failed");
  }

  private void launch(
      Scope scope, Launch.Kind kind, Proc process, List<String> options, String failure) {
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
            runtime.environment(),
            new LogName(task.namespace(), exec ? process.execId() : task.id()));
    try {
      Supervised made = tools.supervisor().start(launch, Patience.of(scope));
      process.follow(made);
    } catch (LaunchFailed e) {
      throw e.status() == NOT_RUN && e.stderr().isEmpty()
          ? runtime.failure(folder.log(), -1, e.getMessage(), failure)
          : runtime.failure(folder.log(), e.status(), e.stderr(), failure);
    }
  }
}
