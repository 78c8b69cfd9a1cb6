package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What an approach to a shim has led to.
 *
 * @param link null unless the shim has answered
 * @param pid of the task's first process
 * @param shimPid the shim's own
 * @param why null if the shim has answered
 */
record Finding(Kind kind, ShimLink link, int pid, int shimPid, Fault why) {
  enum Kind {
    /** The shim has the task. */
    THERE,
    /** The shim runs, but has no such task: a crash came before the creation. */
    EMPTY,
    /** Nobody listens: the shim has ended. */
    GONE,
    /** Nothing says that the shim has ended, and it has not answered as it should. */
    SILENT
  }

  static Finding answered(ShimLink link, int pid, int shimPid, boolean known) {
    return new Finding(known ? Kind.THERE : Kind.EMPTY, link, pid, shimPid, null);
  }

  /** What a search finds by that {@link System#nanoTime}; else silence, and the search goes on. */
  static Finding by(CompletableFuture<Finding> search, long until) {
    try {
      return search.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return failed(false, Fault.of(Fault.Kind.DEADLINE_EXCEEDED, "no answer yet"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(false, new Fault(Fault.Kind.CANCELLED, "interrupted", e));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // searches do not fail
    }
  }

  static Finding failed(boolean gone, Fault why) {
    return new Finding(gone ? Kind.GONE : Kind.SILENT, null, 0, 0, why);
  }
}
