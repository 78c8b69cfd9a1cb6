package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.reaper.IoOwner;
import io.felucca.reaper.Launch;
import io.felucca.reaper.LaunchFailed;
import io.felucca.reaper.LogName;
import io.felucca.reaper.Prepared;
import io.felucca.reaper.Supervised;
import io.felucca.runc.OciRuntime;
import io.felucca.runtime.oci.folder.ProcessFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has the OCI runtime make processes of one task, each beside a supervisor of its own. */
final class Launcher {
  private static final int NOT_RUN = 127;

  private static final String NO_RUNTIME =
      ". Check that it is an OCI runtime, such as runc or crun, or passes all its arguments on to"
          + " one: BinaryName of the client's options names it, or binary of the runtime's"
          + " configuration";

  private final OciTask task;
  private final Tools tools;

  Launcher(OciTask task, Tools tools) {
    this.task = task;
    this.tools = tools;
  }

  /** The first process, which waits to be started. */
  void create(Scope scope) {
    try {
      follow(
          task.init(),
          launch(
              scope,
              Launch.Kind.CREATE,
              task.init(),
              task.runtime(scope).createOptions(),
              environment(scope)));
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
      follow(
          task.init(),
          launch(
              scope,
              Launch.Kind.RESTORE,
              task.init(),
              runtime.restoreOptions(image, work),
              runtime.restoreEnvironment(image, work)));
    } catch (LaunchFailed e) {
      throw e.isLate() || e.isUnmade()
          ? failure(scope, task.init(), e, "OCI runtime restore failed")
          : runtime.restoreFailure(task.init().folder().log(), e.status(), e.stderr(), work);
    }
  }

  /** A further process whose making can be prepared: runc reads what to run after all else. */
  Optional<Launch> preparable(Scope scope, Proc exec) {
    Launch launch = order(scope, Launch.Kind.EXEC, exec, List.of(), environment(scope));
    boolean runc = tools.runtimes().isRunc(task.runtime(scope), launch.command().get(0));
    return runc ? Optional.of(launch) : Optional.empty();
  }

  /** Begins to make a further process, as far as it can be without being started. */
  Optional<Prepared> prepare(Proc exec, Launch launch) {
    exec.folder().makeRun();
    Optional<Prepared> made = tools.supervisor().prepare(launch);
    if (made.isEmpty()) {
      exec.folder().removeRun();
    }
    return made;
  }

  /** A further process, which runs. */
  void exec(Scope scope, Proc exec) {
    Prepared prepared = exec.preparation().take();
    try {
      follow(exec, prepared == null ? launchExec(scope, exec) : start(scope, exec, prepared));
    } catch (LaunchFailed e) {
      throw failure(scope, exec, e, "OCI runtime exec failed");
    }
  }

  private Supervised launchExec(Scope scope, Proc exec) {
    return launch(scope, Launch.Kind.EXEC, exec, List.of(), environment(scope));
  }

  /** What the OCI runtime says of a container that has ended is what it says when asked then. */
  private Supervised start(Scope scope, Proc exec, Prepared prepared) {
    byte[] process = exec.folder().readProcess();
    try {
      return prepared.start(
          () -> order(scope, Launch.Kind.EXEC, exec, List.of(), environment(scope)),
          process,
          Patience.of(scope));
    } catch (LaunchFailed e) {
      if (e.isLate() || task.init().signal(0)) {
        throw e;
      }
      return launchExec(scope, exec);
    }
  }

  private Map<String, String> environment(Scope scope) {
    return task.runtime(scope).environment();
  }

  private Fault failure(Scope scope, Proc process, LaunchFailed e, String what) {
    String words = task.settings().binary() + " " + e.getMessage();
    if (e.isLate()) {
      return new Fault(Fault.Kind.DEADLINE_EXCEEDED, what + ": " + words, e);
    }
    if (e.isUnmade()) {
      return new Fault(Fault.Kind.UNKNOWN, what + ": " + words + NO_RUNTIME, e);
    }
    Path log = process.folder().log();
    boolean notRun = e.status() == NOT_RUN && e.stderr().isEmpty();
    return notRun
        ? task.runtime(scope).failure(log, -1, words, what)
        : task.runtime(scope).failure(log, e.status(), e.stderr(), what);
  }

  private Supervised launch(
      Scope scope,
      Launch.Kind kind,
      Proc process,
      List<String> options,
      Map<String, String> environment) {
    process.folder().makeRun();
    Launch launch = order(scope, kind, process, options, environment);
    return tools.supervisor().start(launch, Patience.of(scope));
  }

  private void follow(Proc process, Supervised made) {
    process.follow(made);
    SupervisorCgroup.join(task.settings().shimCgroup(), made);
  }

  private Launch order(
      Scope scope,
      Launch.Kind kind,
      Proc process,
      List<String> options,
      Map<String, String> environment) {
    ProcessFolder folder = process.folder();
    OciRuntime runtime = task.runtime(scope);
    boolean exec = kind == Launch.Kind.EXEC;
    return new Launch(
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
  }
}
