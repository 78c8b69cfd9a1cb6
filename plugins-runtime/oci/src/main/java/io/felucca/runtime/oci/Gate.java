package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.linux.FolderLock;
import io.felucca.runtime.oci.folder.Locks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one at a time change where a process stands, of this instance and of others: those who call
 * wait as long as they have time, and what follows from an event is done without a thread that
 * waits.
 */
final class Gate {
  private static final Logger LOG = System.getLogger("io.felucca.oci");
  private static final int PAUSE_MS = 5;

  private final String what;
  private final Path folder;
  private final Executor workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

  /**
   * @param what whose folder it is, for messages: a task or an exec
   */
  Gate(String what, Path folder, Executor workers) {
    this.what = what;
    this.folder = folder;
    this.workers = workers;
  }

  /** Does the work alone. NOT_FOUND where the folder is gone, UNAVAILABLE where time is up. */
  <T> T pass(Scope scope, Supplier<T> work) {
    enter(Patience.of(scope));
    return alone(() -> Locks.take(what, folder, Patience.of(scope)), work);
  }

  /** Does the work alone, or not at all where somebody is at it. */
  void tryPass(Runnable work) {
    if (!lock.tryLock()) {
      return;
    }
    try (FolderLock right = Locks.tryTake(what, folder).orElse(null)) {
      if (right != null) {
        work.run();
      }
    } finally {
      lock.unlock();
      drainLater();
    }
  }

  /** The same with the right to the folder, taken already, which is given up at the end. */
  <T> T pass(FolderLock right, Supplier<T> work) {
    lock.lock();
    return alone(() -> right, work);
  }

  private <T> T alone(Supplier<FolderLock> right, Supplier<T> work) {
    try (FolderLock held = right.get()) {
      return work.get();
    } finally {
      lock.unlock();
      drainLater();
    }
  }

  private void enter(Duration patience) {
    try {
      if (lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
    throw Fault.unavailable("another call on %s %s has not ended", what, folder.getFileName());
  }

  /** Does the work as soon as nobody is at it; not at all once the folder is gone. */
  void later(Runnable work) {
    later.add(work);
    drainLater();
  }

  private void drainLater() {
    if (!later.isEmpty()) {
      workers.execute(this::drain);
    }
  }

  private void drain() {
    while (!later.isEmpty() && lock.tryLock()) {
      boolean done;
      try {
        done = drainAlone();
      } finally {
        lock.unlock();
      }
      if (!done) {
        CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS, workers)
            .execute(this::drain);
        return;
      }
    }
  }

  /** False where another instance has the right just now, or it cannot be had for a shortage. */
  private boolean drainAlone() {
    try {
      Optional<FolderLock> right = Locks.tryTake(what, folder);
      right.ifPresent(this::doAll);
      return right.isPresent();
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        LOG.log(Level.DEBUG, "tried again soon: " + e.getMessage());
        return false;
      }
      later.clear(); // gone with its folder
      return true;
    }
  }

  private void doAll(FolderLock right) {
    try (right) {
      for (Runnable work = later.poll(); work != null; work = later.poll()) {
        work.run();
      }
    }
  }
}
