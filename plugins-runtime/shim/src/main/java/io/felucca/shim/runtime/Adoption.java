package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.Locks;
import io.felucca.shim.folder.TaskFolder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Takes over tasks that another instance, or an earlier daemon, has left on disk: connects to those
 * whose shim runs, buries those whose shim is gone. A shim that only does not answer in time keeps
 * its task (containerd would kill the container); {@link Pursuit} goes on trying.
 */
final class Adoption {
  private static final Logger LOG = System.getLogger("io.felucca.shim");

  /** Even where others have used up the time, a shim that accepts at once is connected to. */
  private static final Duration LEAST = Duration.ofMillis(100);

  private final TaskTable table;
  private final Approach approach;
  private final Pursuit pursuit;
  private final Undertaker undertaker;
  private final Consumer<ShimTask> register;

  /**
   * @param register told of every task that is adopted, before anything can happen to it
   */
  Adoption(
      TaskTable table,
      Approach approach,
      Pursuit pursuit,
      Undertaker undertaker,
      Consumer<ShimTask> register) {
    this.table = table;
    this.approach = approach;
    this.pursuit = pursuit;
    this.undertaker = undertaker;
    this.register = register;
  }

  /**
   * The bundle's task; null where there is none, any more or not yet.
   *
   * @param patience how long to wait for another instance that is at it
   * @param until when to stop waiting for its shim, as {@link System#nanoTime} counts
   */
  ShimTask adopt(TaskFolder folder, Duration patience, long until) {
    try (FolderLock lock = lock(folder, patience).orElse(null)) {
      if (lock == null) {
        return null; // somebody is making or ending it
      }
      ShimTask known = table.find(folder.namespace(), folder.id());
      return known == null ? adoptLocked(folder, until) : known;
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        LOG.log(Level.ERROR, "failed to load task path=" + folder.path(), e);
      }
      return null;
    }
  }

  /** One that has a shim may be in the hands of an instance that is looking for its tasks. */
  private static Optional<FolderLock> lock(TaskFolder folder, Duration patience) {
    Optional<FolderLock> lock = Locks.tryTake("task", folder.path());
    return lock.isEmpty() && folder.endpoint().isPresent()
        ? Locks.tryTake("task", folder.path(), patience)
        : lock;
  }

  private ShimTask adoptLocked(TaskFolder folder, long until) {
    try {
      Optional<Endpoint> endpoint = folder.endpoint();
      if (endpoint.isPresent()) {
        return reach(new ShimTask(folder, endpoint.get(), undertaker), until);
      }
      undertaker.abandon(folder, null); // a crash came before its shim
      return null;
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.INVALID_ARGUMENT) {
        throw e; // says nothing about the shim
      }
      return bury(folder, e);
    }
  }

  private ShimTask reach(ShimTask task, long until) {
    Duration left = Duration.ofNanos(until - System.nanoTime());
    CompletableFuture<Finding> search =
        approach.start(task, left.compareTo(LEAST) > 0 ? left : LEAST);
    Finding finding = Finding.by(search, until);
    return switch (finding.kind()) {
      case THERE -> adopted(task, finding);
      case EMPTY -> leaked(task, finding);
      case GONE -> bury(task.folder(), finding.why());
      case SILENT -> kept(task, search, finding);
    };
  }

  private ShimTask adopted(ShimTask task, Finding finding) {
    task.setPid(finding.pid());
    task.setShimPid(finding.shimPid());
    task.contact().establish(finding.link());
    register.accept(task);
    return task;
  }

  private ShimTask kept(ShimTask task, CompletableFuture<Finding> search, Finding finding) {
    LOG.log(
        Level.WARNING,
        "shim does not answer, its task is kept and tried again id="
            + task.id()
            + " namespace="
            + task.namespace()
            + " address="
            + task.address()
            + ": "
            + finding.why().getMessage());
    task.contact().obstacle(finding.why());
    register.accept(task);
    pursuit.begin(task, search);
    return task;
  }

  private ShimTask leaked(ShimTask task, Finding finding) {
    LOG.log(Level.INFO, "cleaning leaked shim process id=" + task.id());
    task.contact().establish(finding.link());
    undertaker.abandon(task.folder(), task);
    return null;
  }

  private ShimTask bury(TaskFolder folder, Fault why) {
    LOG.log(Level.WARNING, "shim is gone id=" + folder.id() + ": " + why.getMessage());
    undertaker.bury(folder, 0);
    return null;
  }
}
