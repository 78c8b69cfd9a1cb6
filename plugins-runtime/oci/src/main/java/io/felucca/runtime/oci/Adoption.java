package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.linux.FolderLock;
import io.felucca.runtime.oci.folder.Locks;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.runtime.oci.folder.ProcessFolder;
import io.felucca.runtime.oci.folder.TaskFolder;
import io.felucca.runtime.oci.folder.TaskRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes over tasks that another instance, or an earlier daemon, has left on disk. One whose first
 * process has ended meanwhile is there as a stopped one; one that nobody supervises any more is
 * buried; one whose creation was cut off is removed, for no client has ever seen it.
 */
final class Adoption {
  private static final Logger LOG = System.getLogger("io.felucca.oci");

  private final Creation creation;
  private final TaskTable table;
  private final Undertaker undertaker;

  Adoption(Creation creation, TaskTable table, Undertaker undertaker) {
    this.creation = creation;
    this.table = table;
    this.undertaker = undertaker;
  }

  /**
   * The folder's task; null where there is none, any more or not yet.
   *
   * @param patience how long to wait for another instance that is at it
   * @param over whether all that was supervised is gone, as after a restart of the machine
   */
  OciTask adopt(TaskFolder folder, Duration patience, boolean over) {
    try {
      Optional<FolderLock> lock = Locks.tryTake("task", folder.path());
      if (lock.isEmpty() && !folder.init().has(Mark.CREATED)) {
        return null; // somebody is making it
      }
      try (FolderLock held = lock.orElseGet(() -> Locks.take("task", folder.path(), patience))) {
        return adoptAlone(folder, over);
      }
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        LOG.log(Level.ERROR, "failed to load task path=" + folder.path(), e);
      }
      return null;
    }
  }

  /** Whether its adoption takes no command of the OCI runtime, which may hang. */
  static boolean isQuick(TaskFolder folder) {
    return folder.init().has(Mark.CREATED) && !folder.init().has(Mark.UNSURE);
  }

  private OciTask adoptAlone(TaskFolder folder, boolean over) {
    OciTask known = table.find(folder.namespace(), folder.id());
    if (known != null && known.init().isCurrent()) {
      return known; // made by this instance just now
    }
    Optional<TaskRecord> record = folder.record();
    if (record.isEmpty()) {
      folder.delete();
      return null;
    }
    OciTask task = creation.task(folder, record.get());
    if (!folder.init().has(Mark.CREATED)) {
      LOG.log(Level.INFO, "removing a task whose creation was cut off id=" + folder.id());
      undertaker.abandon(task);
      return null;
    }
    return over ? bury(task, "the machine was restarted") : follow(task);
  }

  private OciTask follow(OciTask task) {
    try {
      task.execs().findAll(); // their ends are told before that of the first process
      ProcessFolder init = task.init().folder();
      if (init.has(Mark.UNSURE) && isUnmade(task)) {
        task.starts().settle();
      }
      if (!isUnmade(task)) {
        task.init().adopt();
      }
      if (init.has(Mark.UNSURE)) {
        task.starts().settle();
      }
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return bury(task, e.getMessage());
      }
      throw e;
    }
    table.add(task);
    task.cgroup().watchLater();
    return task;
  }

  /** Whether its first process comes from a checkpoint, and has not yet. */
  private static boolean isUnmade(OciTask task) {
    return !task.record().checkpoint().isEmpty() && !task.init().folder().has(Mark.STARTED);
  }

  private OciTask bury(OciTask task, String why) {
    LOG.log(
        Level.WARNING,
        "task is gone id=" + task.id() + " namespace=" + task.namespace() + ": " + why);
    undertaker.bury(task);
    return null;
  }
}
