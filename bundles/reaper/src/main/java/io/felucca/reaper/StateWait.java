package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import java.time.Duration;

/** Waits for a process that is just being made, which an earlier daemon has begun. */
final class StateWait {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long LOOK_MS = 5;

  private final Folder folder;

  StateWait(Folder folder) {
    this.folder = folder;
  }

  /** The state once there is a process. */
  Folder.State await() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Folder.State state = now();
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

  private Folder.State now() {
    return folder.state().orElseThrow(() -> ReaperSupervisor.unknown(folder.path()));
  }

  private static boolean isWorking(Folder.State state) {
    try (PidFd reaper = PidFd.open(state.reaper(), state.reaperStarted())) {
      return reaper.isAlive();
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return false;
      }
      throw Fault.io("reaper " + state.reaper(), e);
    }
  }

  private void requireMore(boolean working, long deadline) {
    if (!working) {
      throw Fault.notFound("the process of %s was not made: its launch failed", folder.path());
    }
    if (System.nanoTime() - deadline > 0) {
      throw Fault.unavailable(
          "the process of %s is still being made after %d s", folder.path(), LIMIT.toSeconds());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.of(Fault.Kind.CANCELLED, "interrupted");
    }
  }
}
