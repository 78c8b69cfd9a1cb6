package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.FolderLock;
import io.felucca.runtime.oci.folder.Locks;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.runtime.oci.folder.ProcessFolder;
import io.felucca.runtime.oci.folder.TaskFolder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The further processes of a task: those this instance follows, and those it finds on disk. */
final class Execs {
  private static final int ATTEMPTS = 20;

  private final TaskFolder task;
  private final Tools tools;
  private final Map<String, Proc> known = new ConcurrentHashMap<>();

  Execs(TaskFolder task, Tools tools) {
    this.task = task;
    this.tools = tools;
  }

  Collection<Proc> all() {
    return known.values();
  }

  /** Those that have been started and have not ended. */
  List<Proc> running() {
    return known.values().stream().filter(exec -> exec.status() == TaskStatus.RUNNING).toList();
  }

  /** Completes when the ends of all that have been started, and are not deleted, are told. */
  CompletableFuture<?> told() {
    return CompletableFuture.allOf(
        known.values().stream()
            .filter(exec -> exec.status() != TaskStatus.CREATED && exec.isCurrent())
            .map(Proc::told)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** What is prepared for those that have not been started gives its memory back. */
  void rest() {
    known.values().forEach(exec -> exec.preparation().rest());
  }

  /** Adds a process, to be started. */
  Proc add(ExecSpec exec) {
    tools.expectProcess();
    byte[] process = SpecFacts.process(SpecFacts.json("process", exec.process()));
    try (FolderLock right = made(exec.id())) {
      fill(exec, process);
    }
    return know(exec.id(), exec.io());
  }

  private void fill(ExecSpec exec, byte[] process) {
    ProcessFolder folder = task.exec(exec.id());
    try {
      task.fillExec(folder, process, exec.io());
    } catch (Fault e) {
      folder.hide().finish();
      throw e;
    }
  }

  /**
   * The right to a folder that is made now. Until it is taken, an instance that looks for execs
   * sees a folder as a crash leaves it, and removes it; then it is made again.
   */
  private FolderLock made(String execId) {
    for (int i = 1; ; i++) {
      ProcessFolder folder = task.makeExec(execId);
      try {
        return Locks.take("exec", folder.path(), Patience.CLEANUP);
      } catch (Fault e) {
        if (e.kind() != Fault.Kind.NOT_FOUND || i == ATTEMPTS || !task.exists()) {
          throw e;
        }
      }
    }
  }

  /** The exec of this ID; NOT_FOUND where there is none. */
  Proc get(String execId) {
    Proc exec = known.get(execId);
    if (exec == null || !exec.isCurrent()) {
      exec = find(execId);
    }
    if (exec == null) {
      throw Fault.notFound("process does not exist %s", execId);
    }
    if (exec.pid() == 0 && exec.folder().has(Mark.STARTED)) {
      adopt(exec); // another instance has started it
    }
    return exec;
  }

  /** Of one that is being deleted nothing may be left to be followed. */
  private static void adopt(Proc exec) {
    try {
      exec.adopt();
    } catch (Fault e) {
      throw e.kind() == Fault.Kind.NOT_FOUND
          ? new Fault(e.kind(), "process does not exist " + exec.execId(), e)
          : e;
    }
  }

  private synchronized Proc find(String execId) {
    Proc old = known.get(execId);
    if (old != null && old.isCurrent()) {
      return old;
    }
    remove(old);
    Optional<TaskIo> io = Identifiers.isOne(execId) ? task.execIo(execId) : Optional.empty();
    return io.map(streams -> know(execId, streams)).orElse(null);
  }

  private synchronized Proc know(String execId, TaskIo io) {
    Proc old = known.get(execId);
    if (old != null && old.isCurrent()) {
      return old;
    }
    remove(old);
    CompletableFuture<?> nothing = CompletableFuture.completedFuture(null);
    Proc made = new Proc(task, execId, task.exec(execId), io, tools, () -> nothing);
    known.put(execId, made);
    return made;
  }

  /** Another instance has deleted it. */
  void remove(Proc old) {
    if (old != null) {
      known.remove(old.execId(), old);
      old.forget(Fault.notFound("process does not exist %s", old.execId()));
    }
  }

  void discard(Proc exec) {
    known.remove(exec.execId(), exec);
    exec.discardWithFolder(Fault.notFound("process does not exist %s", exec.execId()));
  }

  /** Follows those that are on disk. */
  void findAll() {
    for (String execId : task.execs()) {
      if (known.containsKey(execId)) {
        refresh(execId);
      } else {
        adopt(execId);
      }
    }
  }

  private void refresh(String execId) {
    try {
      get(execId);
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private void adopt(String execId) {
    try (FolderLock right = Locks.tryTake("exec", task.exec(execId).path()).orElse(null)) {
      if (right != null) {
        adoptAlone(execId);
      }
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** What a crash has left half-made is as if it had not been begun. */
  private void adoptAlone(String execId) {
    ProcessFolder folder = task.exec(execId);
    if (task.execIo(execId).isEmpty()) {
      folder.hide().finish();
      return;
    }
    if (folder.has(Mark.UNSURE) && !folder.has(Mark.STARTED)) {
      tools.supervisor().abandon(folder.run());
    }
    folder.clear(Mark.UNSURE);
    follow(find(execId));
  }

  /** One that nobody supervises any more is as good as deleted. */
  private void follow(Proc exec) {
    try {
      get(exec.execId());
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      discard(exec);
    }
  }
}
