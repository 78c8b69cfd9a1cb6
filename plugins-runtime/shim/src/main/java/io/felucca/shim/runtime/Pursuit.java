package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Goes on trying to reach shims that did not answer in time, with growing pauses. */
final class Pursuit {
  private static final Logger LOG = System.getLogger("io.felucca.shim");
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 30_000;

  private final Approach approach;
  private final Undertaker undertaker;
  private final Executor workers;
  private final Duration load;

  Pursuit(Approach approach, Undertaker undertaker, Executor workers, Duration load) {
    this.approach = approach;
    this.undertaker = undertaker;
    this.workers = workers;
    this.load = load;
  }

  /** Sees to a registered task whose shim is being searched. */
  void begin(ShimTask task, CompletableFuture<Finding> search) {
    follow(task, search, FIRST_PAUSE_MS);
  }

  private void follow(ShimTask task, CompletableFuture<Finding> search, long pause) {
    search.thenAcceptAsync(finding -> settle(task, finding, pause), workers);
  }

  private void settle(ShimTask task, Finding finding, long pause) {
    switch (finding.kind()) {
      case THERE -> connected(task, finding);
      case EMPTY -> leaked(task, finding);
      case GONE -> undertaker.lost(task);
      case SILENT -> again(task, finding.why(), pause);
    }
  }

  private void connected(ShimTask task, Finding finding) {
    LOG.log(Level.INFO, "shim answers id=" + task.id() + " namespace=" + task.namespace());
    task.setPid(finding.pid());
    task.contact().establish(finding.link());
  }

  private void leaked(ShimTask task, Finding finding) {
    LOG.log(Level.INFO, "cleaning leaked shim process id=" + task.id());
    task.contact().establish(finding.link());
    undertaker.leaked(task);
  }

  private void again(ShimTask task, Fault why, long pause) {
    LOG.log(Level.DEBUG, "shim does not answer yet id=" + task.id() + ": " + why.getMessage());
    task.contact().obstacle(why);
    if (!task.isDetached()) {
      long next = Math.min(2 * pause, LONGEST_PAUSE_MS);
      CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, workers)
          .execute(() -> retry(task, next));
    }
  }

  private void retry(ShimTask task, long pause) {
    if (!task.isDetached()) {
      follow(task, approach.start(task, load), pause);
    }
  }
}
