package io.felucca.linux;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that {@link Spawn} started. It is reaped when it ends, whether anybody waits or not,
 * and closing this neither ends nor forgets it.
 */
public final class Child implements AutoCloseable {
  private final PidFd process;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private Child(PidFd process) {
    this.process = process;
  }

  static Child of(int pid) throws LinuxException {
    try {
      return watched(PidFd.open(pid));
    } catch (LinuxException e) {
      // no descriptor left, most likely: nobody would ever know of this process
      Processes.kill(pid, Signals.SIGKILL);
      Processes.reap(pid);
      throw e;
    }
  }

  private static Child watched(PidFd process) throws LinuxException {
    Child child = new Child(process);
    try {
      ExitWatcher.watch(process, child::ended);
      return child;
    } catch (LinuxException e) {
      process.close();
      throw e;
    }
  }

  private void ended(PidFd process) {
    try {
      exit.complete(process.reap());
    } catch (LinuxException e) {
      exit.completeExceptionally(e);
    }
  }

  /** Its number, not reused before it has been reaped. */
  public int pid() {
    return process.pid();
  }

  /** The process, closed with this. */
  public PidFd process() {
    return process;
  }

  /**
   * Its exit status, later: what it gave to exit(3), or 128 and the number of the signal that
   * killed it. What is made to follow runs in the thread that watches all processes, and must not
   * block it.
   */
  public CompletableFuture<Integer> exit() {
    return exit.copy();
  }

  /** Waits for its end and returns its exit status. */
  public int waitFor() throws LinuxException, InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /** Waits for its end so long; empty if it has not ended by then. */
  public OptionalInt waitFor(Duration limit) throws LinuxException, InterruptedException {
    try {
      return OptionalInt.of(exit.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return OptionalInt.empty();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private LinuxException failure(ExecutionException e) {
    if (e.getCause() instanceof LinuxException cause) {
      return cause;
    }
    throw new IllegalStateException("waiting for " + process, e);
  }

  /** Sends a signal; nothing happens once it has ended. */
  public void signal(int signal) throws LinuxException {
    try {
      process.signal(signal);
    } catch (LinuxException e) {
      if (!e.is(Errno.ESRCH)) {
        throw e;
      }
    }
  }

  /** Kills it. */
  public void kill() throws LinuxException {
    signal(Signals.SIGKILL);
  }

  @Override
  public void close() {
    process.close();
  }
}
