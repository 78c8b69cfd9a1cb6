package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import io.felucca.runtime.oci.folder.FolderLock;
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

  /** Completes when the ends of all that have been started are told. */
  CompletableFuture<?> told() {
    return CompletableFuture.allOf(
        known.values().stream()
            .filter(exec -> exec.status() != TaskStatus.CREATED)
            .map(Proc::told)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Adds a process, to be started. */
  void add(ExecSpec exec) {
    tools.expectProcess();
    byte[] process = SpecFacts.process(exec.process().bytes());
    ProcessFolder folder = task.makeExec(exec.id());
    try (FolderLock right = FolderLock.take(folder.path(), Patience.CLEANUP)) {
      task.fillExec(folder, process, exec.io());
    } catch (Fault e) {
      TaskFolder.removeExec(folder);
      throw e;
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
      exec.adopt(); // another instance has started it
    }
    return exec;
  }

  private synchronized Proc find(String execId) {
    Proc old = known.get(execId);
    if (old != null && old.isCurrent()) {
      return old;
    }
    remove(old);
    Optional<TaskIo> io = isId(execId) ? task.execIo(execId) : Optional.empty();
    if (io.isEmpty()) {
      return null;
    }
    CompletableFuture<?> nothing = CompletableFuture.completedFuture(null);
    Proc found = new Proc(task, execId, task.exec(execId), io.get(), tools, () -> nothing);
    known.put(execId, found);
    return found;
  }

  /** Another instance has deleted it. */
  private void remove(Proc old) {
    if (old != null) {
      known.remove(old.execId(), old);
      old.forget(Fault.notFound("process does not exist %s", old.execId()));
    }
  }

  void discard(Proc exec) {
    known.remove(exec.execId(), exec);
    exec.discard(Fault.notFound("process does not exist %s", exec.execId()));
    TaskFolder.removeExec(exec.folder());
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
    try (FolderLock right = FolderLock.tryTake(task.exec(execId).path()).orElse(null)) {
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
      TaskFolder.removeExec(folder);
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

  private static boolean isId(String id) {
    try {
      Identifiers.check(id);
      return true;
    } catch (Fault e) {
      return false; // and no path either
    }
  }
}
