package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.Signals;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.runtime.oci.folder.ProcessFolder;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.options.CheckpointOptions;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What is done to a task that is there. Refusals have the words of runc's shim. For all but
 * signals, the caller is alone at the first process.
 */
final class Control {
  /** Of JSON, which clients write as {@code types.containerd.io/} and this. */
  private static final String RESOURCES = "opencontainers/runtime-spec/1/LinuxResources";

  /** How long after its end a process may be taken for a living one by those who resize it. */
  private static final int GRACE_SECONDS = 2;

  private final OciTask task;
  private final Tools tools;

  Control(OciTask task, Tools tools) {
    this.task = task;
    this.tools = tools;
  }

  private ProcessFolder folder() {
    return task.init().folder();
  }

  void exec(ExecSpec exec) {
    TaskStatus status = task.init().status();
    if (status == TaskStatus.PAUSED) {
      throw Fault.precondition("cannot exec in a paused state");
    }
    if (status == TaskStatus.STOPPED) {
      throw Fault.precondition("cannot exec in a stopped state");
    }
    if (task.init().pid() == 0) {
      throw Fault.precondition("cannot exec in a created state");
    }
    task.starts().prepare(task.execs().add(exec));
    tools.announcer().execAdded(task.folder(), exec.id());
  }

  void kill(Scope scope, Proc process, int signal, boolean all) {
    boolean init = process == task.init();
    if (!init && process.status() == TaskStatus.CREATED) {
      throw Fault.precondition("process not created");
    }
    if (init && process.pid() == 0) {
      throw Fault.notFound("no such container");
    }
    boolean sent = init && all ? signalAll(signal) : process.signal(signal);
    if (!sent) {
      throw Fault.notFound("process already finished");
    }
    if (signal == Signals.SIGKILL && init && folder().has(Mark.PAUSED)) {
      thaw(scope);
    }
  }

  /** Once the first process has ended it is right that nobody is left. */
  private boolean signalAll(int signal) {
    return task.cgroup().signalAll(signal) || task.init().ended() != null;
  }

  /** What is frozen dies only once it is thawed. */
  private void thaw(Scope scope) {
    try {
      task.runtime(scope).resume(task.id());
    } catch (Fault e) {
      // with the kernel's newer freezer it has died by now
      System.getLogger("io.felucca.oci").log(System.Logger.Level.DEBUG, "thaw " + task, e);
    }
    folder().clear(Mark.PAUSED);
  }

  /**
   * A client that has just started it cannot know that it has ended already. A task without a
   * terminal takes every size for as long as it is there.
   */
  void resize(Proc process, int width, int height) {
    Exit exit = process.ended();
    boolean pointless = process == task.init() && !process.io().terminal();
    if (exit == null || pointless) {
      process.resize(width, height);
    } else if (exit.at().isBefore(Instant.now().minusSeconds(GRACE_SECONDS))) {
      throw Fault.of(Fault.Kind.UNKNOWN, "cannot resize a stopped container");
    }
  }

  Void pause(Scope scope) {
    refuse(TaskStatus.CREATED, "cannot pause task in created state");
    refuse(TaskStatus.PAUSED, "cannot pause a paused container");
    refuse(TaskStatus.STOPPED, "cannot pause a stopped container");
    task.execs().rest(); // it has been found running, and must not start now
    unsure(() -> task.runtime(scope).pause(task.id()), () -> folder().set(Mark.PAUSED));
    tools.announcer().paused(task.folder());
    return null;
  }

  Void resume(Scope scope) {
    refuse(TaskStatus.CREATED, "cannot resume task in created state");
    refuse(TaskStatus.RUNNING, "cannot resume a running process");
    refuse(TaskStatus.STOPPED, "cannot resume a stopped container");
    unsure(() -> task.runtime(scope).resume(task.id()), () -> folder().clear(Mark.PAUSED));
    tools.announcer().resumed(task.folder());
    return null;
  }

  private void refuse(TaskStatus wrong, String words) {
    if (task.init().status() == wrong) {
      throw Fault.precondition(words);
    }
  }

  /** While the step is under way nothing but the OCI runtime knows where the task stands. */
  private void unsure(Runnable step, Runnable done) {
    folder().set(Mark.UNSURE);
    try {
      step.run();
    } catch (Fault e) {
      task.starts().settle();
      throw e;
    }
    done.run();
    folder().clear(Mark.UNSURE);
  }

  Void checkpoint(Scope scope, String path, TypedValue given) {
    refuse(TaskStatus.CREATED, "cannot checkpoint a task in created state");
    refuse(TaskStatus.STOPPED, "cannot checkpoint a stopped container");
    CheckpointOptions options = options(given);
    Path work =
        options.getWorkPath().isEmpty() ? task.folder().criuWork() : Path.of(options.getWorkPath());
    task.runtime(scope).checkpoint(task.id(), options, Path.of(path), work);
    tools.announcer().checkpointed(task.folder(), path);
    return null;
  }

  private static CheckpointOptions options(TypedValue given) {
    CheckpointOptions none = CheckpointOptions.getDefaultInstance();
    return given == null ? none : Anys.unpack(given, none);
  }

  Void update(Scope scope, TypedValue resources) {
    refuse(TaskStatus.STOPPED, "cannot update a stopped container");
    if (resources == null) {
      throw Fault.invalid("resources of an update must be given");
    }
    if (!isLinux(resources)) {
      throw Fault.invalid(
          "resources of an update must be %s, not %s", RESOURCES, resources.typeUrl());
    }
    task.runtime(scope).update(task.id(), resources.bytes());
    return null;
  }

  /** What names no type is taken for JSON of the right one, as runc's shim takes everything. */
  private static boolean isLinux(TypedValue resources) {
    return resources.typeUrl().isEmpty() || resources.is(RESOURCES);
  }
}
