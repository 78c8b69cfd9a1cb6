package io.felucca.shim.runtime;

import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.linux.Poll;
import java.time.Duration;

/** A shim that runs already, by its pid. */
final class ShimProcess {
  private static final System.Logger LOG = System.getLogger("io.felucca.shim");
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private ShimProcess() {}

  /**
   * Waits a moment for the process to end.
   *
   * <p>A shim that an earlier daemon has started tells its last events on a new connection. Where
   * this daemon ends before that is made, the shim tries for ten seconds more.
   *
   * @param pid zero for none
   */
  static void awaitEnd(int pid) {
    if (pid == 0) {
      return;
    }
    try (PidFd process = PidFd.open(pid)) {
      if (!Poll.readable(process.fd(), PATIENCE)) {
        LOG.log(System.Logger.Level.DEBUG, "shim still has events to tell pid=" + pid);
      }
    } catch (LinuxException e) {
      LOG.log(System.Logger.Level.DEBUG, "shim has ended pid=" + pid, e);
    }
  }
}
