package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.FolderLock;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.log.ShimLogs;
import io.felucca.ttrpc.TtrpcTransport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes over tasks that another instance, or an earlier daemon, has left on disk: connects to those
 * whose shim runs, buries the others.
 */
final class Adoption {
  private static final Logger LOG = System.getLogger("io.felucca.shim");

  private final TtrpcTransport transport;
  private final ShimLogs logs;
  private final Undertaker undertaker;
  private final Timeouts timeouts;
  private final Function<ShimLink, Function<TaskFolder, ShimTask>> tasks;

  Adoption(
      TtrpcTransport transport,
      ShimLogs logs,
      Undertaker undertaker,
      Timeouts timeouts,
      Function<ShimLink, Function<TaskFolder, ShimTask>> tasks) {
    this.transport = transport;
    this.logs = logs;
    this.undertaker = undertaker;
    this.timeouts = timeouts;
    this.tasks = tasks;
  }

  /** The bundle's task; null where there is none, any more or not yet. */
  ShimTask adopt(TaskFolder folder) {
    try {
      Optional<FolderLock> lock = FolderLock.tryTake(folder.path());
      if (lock.isEmpty()) {
        return null; // somebody is making or ending it
      }
      try (FolderLock held = lock.get()) {
        return adoptLocked(folder);
      }
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        LOG.log(Level.ERROR, "failed to load task path=" + folder.path(), e);
      }
      return null;
    }
  }

  private ShimTask adoptLocked(TaskFolder folder) {
    try {
      Optional<Endpoint> endpoint = folder.endpoint();
      if (endpoint.isPresent()) {
        return connect(folder, endpoint.get());
      }
      undertaker.abandon(folder, null); // a crash came before its shim
      return null;
    } catch (Fault e) {
      LOG.log(Level.WARNING, "shim is gone id=" + folder.id() + ": " + e.getMessage());
      undertaker.bury(folder, 0);
      return null;
    }
  }

  private ShimTask connect(TaskFolder folder, Endpoint endpoint) {
    long end = System.nanoTime() + timeouts.load().toNanos();
    AutoCloseable log = ShimLink.follow(logs, folder);
    ShimLink link = ShimLink.open(transport, folder, endpoint, log, left(end));
    try {
      int pid = link.api().connect(left(end)).getTaskPid();
      return known(link, left(end)) ? task(folder, link, pid) : leaked(folder, link);
    } catch (Fault e) {
      link.close();
      throw e;
    }
  }

  private ShimTask task(TaskFolder folder, ShimLink link, int pid) {
    ShimTask task = tasks.apply(link).apply(folder);
    task.setPid(pid);
    return task;
  }

  /** Whether the shim has the task: a crash may have come between its start and the creation. */
  private static boolean known(ShimLink link, Duration limit) {
    try {
      link.api().state(limit, "");
      return true;
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private ShimTask leaked(TaskFolder folder, ShimLink link) {
    LOG.log(Level.INFO, "cleaning leaked shim process id=" + folder.id());
    undertaker.abandon(folder, tasks.apply(link).apply(folder));
    return null;
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
  }
}
