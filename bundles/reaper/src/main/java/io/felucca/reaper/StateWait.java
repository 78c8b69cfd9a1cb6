package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for a process that is just being made, which an earlier daemon has begun. */
final class StateWait {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long LOOK_MS = 5;

  private final Remains remains;

  StateWait(Remains remains) {
    this.remains = remains;
  }

  /** The state once there is a process. */
  State await() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    State state = now();
    while (state.pid() == 0) {
      boolean working = isWorking(state);
      state = now();
      if (state.pid() == 0) {
        requireMore(working, deadline);
        pause();
      }
    }
    return state;
  }

  private State now() {
    return remains.state().orElseThrow(() -> unknown(remains.path()));
  }

  private static boolean isWorking(State state) {
    try (PidFd reaper = PidFd.open(state.supervisor(), state.supervisorStarted())) {
      return reaper.isAlive();
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return false;
      }
      throw Fault.io("supervisor " + state.supervisor(), e);
    }
  }

  private void requireMore(boolean working, long deadline) {
    if (!working) {
      throw Fault.notFound("the process of %s was not made: its launch failed", remains.path());
    }
    if (System.nanoTime() - deadline > 0) {
      throw Fault.unavailable(
          "the process of %s is still being made after %d s", remains.path(), LIMIT.toSeconds());
    }
  }

  static Fault unknown(Path folder) {
    return Fault.notFound("no process was started in %s", folder);
  }

  static void pause() {
    try {
      Thread.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.of(Fault.Kind.CANCELLED, "interrupted");
    }
  }
}
