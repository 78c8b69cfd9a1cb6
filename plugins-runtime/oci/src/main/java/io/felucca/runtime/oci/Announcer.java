package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.event.Publisher;
import io.felucca.api.task.Exit;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import io.felucca.runtime.oci.folder.TaskFolder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The events of tasks, as runc's shim sends them. What happened has happened, told or not. */
final class Announcer {
  private static final Logger LOG = System.getLogger("io.felucca.oci");

  private final Publisher publisher;

  Announcer(Publisher publisher) {
    this.publisher = publisher;
  }

  void created(TaskFolder task, TaskSpec spec, int pid) {
    TaskIo io = spec.io();
    Events.TaskCreate.Io streams =
        new Events.TaskCreate.Io(io.stdin(), io.stdout(), io.stderr(), io.terminal());
    publish(
        task,
        "/tasks/create",
        new Events.TaskCreate(
            task.id(), task.path().toString(), spec.rootfs(), streams, spec.checkpoint(), pid));
  }

  void started(TaskFolder task, int pid) {
    publish(task, "/tasks/start", new Events.TaskStart(task.id(), pid));
  }

  void execAdded(TaskFolder task, String execId) {
    publish(task, "/tasks/exec-added", new Events.TaskExecAdded(task.id(), execId));
  }

  void execStarted(TaskFolder task, String execId, int pid) {
    publish(task, "/tasks/exec-started", new Events.TaskExecStarted(task.id(), execId, pid));
  }

  /** The end of a process; the exec's ID is empty for the first one. */
  void exited(TaskFolder task, String execId, Exit exit) {
    publish(
        task,
        "/tasks/exit",
        new Events.TaskExit(
            task.id(),
            execId.isEmpty() ? task.id() : execId,
            exit.pid(),
            exit.status(),
            exit.at()));
  }

  void deleted(TaskFolder task, Exit exit) {
    publish(
        task,
        "/tasks/delete",
        new Events.TaskDelete(task.id(), exit.pid(), exit.status(), exit.at(), ""));
  }

  void paused(TaskFolder task) {
    publish(task, "/tasks/paused", new Events.TaskPaused(task.id()));
  }

  void resumed(TaskFolder task) {
    publish(task, "/tasks/resumed", new Events.TaskResumed(task.id()));
  }

  void checkpointed(TaskFolder task, String path) {
    publish(task, "/tasks/checkpointed", new Events.TaskCheckpointed(task.id(), path));
  }

  void outOfMemory(TaskFolder task) {
    publish(task, "/tasks/oom", new Events.TaskOom(task.id()));
  }

  private void publish(TaskFolder task, String topic, Payload payload) {
    try {
      publisher.publish(Scope.of(task.namespace()), topic, payload);
    } catch (Fault e) {
      LOG.log(Level.WARNING, "event not published topic=" + topic + " id=" + task.id(), e);
    }
  }
}
