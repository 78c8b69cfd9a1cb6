package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.event.Publisher;
import io.felucca.api.task.Exit;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.DeadSocket;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.Locks;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.wire.Patience;
import io.felucca.shim.wire.TaskApi;
import io.felucca.ttrpc.TtrpcClosedException;
import io.felucca.wire.shim.DeleteResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Ends tasks: those that are deleted, and those whose shim has died. */
final class Undertaker {
  private static final Logger LOG = System.getLogger("io.felucca.shim");

  /** What the exit status is when even the shim's program cannot tell. */
  private static final int UNKNOWN_EXIT = 255;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TaskTable table;
  private final ShimPrograms programs;
  private final Publisher events;
  private final Timeouts timeouts;

  Undertaker(TaskTable table, ShimPrograms programs, Publisher events, Timeouts timeouts) {
    this.table = table;
    this.programs = programs;
    this.events = events;
    this.timeouts = timeouts;
  }

  /**
   * Deletes a task whose first process has ended; a shim that dies meanwhile has ended it all the
   * same.
   */
  Exit delete(ShimTask task, Scope scope) {
    TaskApi api = task.api(scope);
    try (FolderLock lock = Locks.take("task", task.folder().path(), Patience.of(scope, PATIENCE))) {
      DeleteResponse deleted =
          new WrongState(api, "").delete(() -> api.delete(Patience.of(scope), ""));
      finish(task);
      return States.exit(deleted);
    } catch (Fault e) {
      if (e.getCause() instanceof TtrpcClosedException) {
        return afterLoss(task);
      }
      if (e.kind() == Fault.Kind.NOT_FOUND && task.folder().exists()) {
        finishUnknown(task);
      }
      throw e;
    }
  }

  private Exit afterLoss(ShimTask task) {
    lost(task);
    try {
      return task.end().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Fault fault ? fault : e;
    }
  }

  /** The shim does not know the task: an earlier deletion got only so far. */
  private void finishUnknown(ShimTask task) {
    try (FolderLock lock = Locks.take("task", task.folder().path(), timeouts.cleanup())) {
      finish(task);
    }
  }

  /** Lets the shim go, if this was its last task, and removes the bundle. */
  private void finish(ShimTask task) {
    task.detach();
    table.remove(task);
    release(task);
    removeFolder(task.folder());
    task.end().completeExceptionally(Fault.notFound("task %s", task.id()));
  }

  /** A sandbox' shim goes with the sandbox. */
  private void release(ShimTask task) {
    if (task.folder().sandbox().isEmpty()) {
      shutdown(task);
    } else {
      task.link().close();
    }
  }

  private void shutdown(ShimTask task) {
    try {
      task.link().api().shutdown(timeouts.shutdown());
      if (!table.sharesShim(task)) {
        task.link().awaitEnd(timeouts.shutdown());
        ShimProcess.awaitEnd(task.shimPid());
      }
    } catch (Fault e) {
      boolean gone = e.getCause() instanceof TtrpcClosedException;
      LOG.log(gone ? Level.DEBUG : Level.WARNING, "shim's shutdown failed " + task, e);
    } finally {
      task.link().close();
    }
  }

  /** The shim is gone: cleans up unless somebody else has or does. */
  void lost(ShimTask task) {
    if (task.isDetached()) {
      return;
    }
    try (FolderLock lock = Locks.take("task", task.folder().path(), PATIENCE)) {
      if (!task.isDetached()) {
        LOG.log(Level.INFO, "shim disconnected id=" + task.id() + " namespace=" + task.namespace());
        task.detach();
        table.remove(task);
        task.contact().end(Fault.notFound("task %s", task.id()));
        Exit exit = bury(task.folder(), task.pid());
        task.end().complete(exit);
      }
    } catch (Fault e) {
      forget(task, e);
    }
  }

  /** The shim, which answered late, has no such task: ends both unless somebody else does. */
  void leaked(ShimTask task) {
    try (FolderLock lock = Locks.take("task", task.folder().path(), PATIENCE)) {
      if (!task.isDetached()) {
        abandon(task.folder(), task);
      }
    } catch (Fault e) {
      forget(task, e);
    }
  }

  /** Another instance has removed it. */
  private void forget(ShimTask task, Fault why) {
    task.detach();
    table.remove(task);
    task.contact().end(why);
    task.end().completeExceptionally(why);
  }

  /**
   * Removes what a dead shim has left and tells the world how the task ended. The caller has the
   * folder's lock.
   */
  Exit bury(TaskFolder folder, int pid) {
    Exit exit = cleanUp(folder, pid);
    endpoint(folder).ifPresent(DeadSocket::remove);
    removeFolder(folder);
    publish(
        folder,
        "/tasks/exit",
        new Events.TaskExit(folder.id(), folder.id(), exit.pid(), exit.status(), exit.at()));
    publish(
        folder,
        "/tasks/delete",
        new Events.TaskDelete(folder.id(), exit.pid(), exit.status(), exit.at(), folder.id()));
    return exit;
  }

  /** A task is over whether that can be told or not. */
  private void publish(TaskFolder folder, String topic, Payload payload) {
    try {
      events.publish(Scope.of(folder.namespace()), topic, payload);
    } catch (Fault e) {
      LOG.log(Level.WARNING, "event not published topic=" + topic + " id=" + folder.id(), e);
    }
  }

  private static Optional<Endpoint> endpoint(TaskFolder folder) {
    try {
      return folder.endpoint();
    } catch (Fault e) {
      return Optional.empty(); // unreadable: there was no way to the shim
    }
  }

  private Exit cleanUp(TaskFolder folder, int pid) {
    try {
      return States.exit(programs.of(folder).delete(folder, timeouts.cleanup()));
    } catch (Fault e) {
      LOG.log(Level.WARNING, "failed to clean up after shim id=" + folder.id(), e);
      return new Exit(pid, UNKNOWN_EXIT, Instant.now());
    }
  }

  /**
   * Ends a task that never came to be, whatever of it there is. The caller has the lock.
   *
   * <p>A shim whose creation failed half-way knows of nothing and leaves the runtime's container
   * behind, so its program cleans up as for a dead one.
   */
  void abandon(TaskFolder folder, ShimTask task) {
    boolean ended = task != null && endInShim(task);
    if (!ended) {
      cleanUpQuietly(folder);
    }
    removeFolder(folder);
  }

  private boolean endInShim(ShimTask task) {
    task.detach();
    table.remove(task);
    boolean ended = deleteQuietly(task);
    release(task);
    task.end().completeExceptionally(Fault.notFound("task %s", task.id()));
    return ended;
  }

  /** False where the shim is not there, or does not know the task. */
  private boolean deleteQuietly(ShimTask task) {
    try {
      task.link().api().delete(timeouts.cleanup(), "");
      return true;
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "shim did not delete " + task, e);
      return false;
    }
  }

  private void cleanUpQuietly(TaskFolder folder) {
    try {
      if (folder.binary().isPresent()) {
        programs.of(folder).delete(folder, timeouts.cleanup());
      }
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "clean-up of a task that was not created id=" + folder.id(), e);
    }
  }

  private static void removeFolder(TaskFolder folder) {
    try {
      folder.delete();
    } catch (Fault e) {
      LOG.log(Level.ERROR, "failed to delete bundle id=" + folder.id(), e);
    }
  }
}
