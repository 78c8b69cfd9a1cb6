package io.felucca.reaper;

import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Learns how a process ended: from the record of its supervisor, written before that ends; where
 * that was killed from the process itself, as far as the kernel tells.
 */
final class ExitWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.felucca.reaper");
  private static final int PAUSE_MS = 500;

  private final Remains remains;
  private final PidFd process;
  private final CompletableFuture<Ended> exit = new CompletableFuture<>();
  private AutoCloseable watch;
  private boolean closed;

  /**
   * A watch, not begun.
   *
   * @param process null where it has gone
   */
  ExitWatch(Remains remains, PidFd process) {
    this.remains = remains;
    this.process = process;
  }

  CompletableFuture<Ended> exit() {
    return exit.copy();
  }

  /**
   * Begins. An end that is recorded is known when this returns, even where the supervisor, which
   * goes next, is still to be seen.
   *
   * @param supervisor null where it has gone
   */
  void start(PidFd supervisor) throws LinuxException {
    if (supervisor == null || remains.ended().isPresent()) {
      supervisorEnded();
    } else {
      follow(supervisor, this::supervisorEnded);
    }
  }

  private synchronized void follow(PidFd next, Runnable action) throws LinuxException {
    if (!closed) {
      watch = next.watch(action);
    }
  }

  /** What cannot be read for want of descriptors, say, is read when there are some again. */
  private void supervisorEnded() {
    try {
      tellOrFollow();
    } catch (LinuxException | RuntimeException | Error e) {
      LOG.log(Level.WARNING, "exit is not known yet folder=" + remains.path(), e);
      if (!isClosed()) {
        CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS)
            .execute(this::supervisorEnded);
      }
    }
  }

  private void tellOrFollow() throws LinuxException {
    Optional<Ended> recorded = remains.ended();
    if (recorded.isPresent()) {
      exit.complete(recorded.get());
    } else if (process == null) {
      exit.complete(Ended.unknown());
    } else {
      follow(process, () -> new KernelStatus(process, Instant.now(), exit).ask());
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (watch != null) {
        watch.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("end the watch of " + remains.path(), e);
    }
  }
}
