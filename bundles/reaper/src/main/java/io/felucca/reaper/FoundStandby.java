package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.linux.Poll;
import io.felucca.linux.Signals;
import java.time.Duration;
import java.util.Optional;

/**
 * A reaper that stands by for another daemon or another instance, or none.
 *
 * @param reaper null where there is none
 */
record FoundStandby(Folder folder, PidFd reaper) implements Standby {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public Optional<State> begin(byte[] process, Deadline limit) {
    return Optional.empty();
  }

  @Override
  public void rest() {
    // it does so by itself once its daemon has gone
  }

  @Override
  public void end() {
    try {
      if (reaper != null && !(new Control(folder, false).leave() && isGone())) {
        reaper.signal(Signals.SIGKILL); // and with it its command
        isGone();
      }
    } catch (LinuxException e) {
      if (!e.is(Errno.ESRCH)) {
        throw Fault.io("end of the reaper in " + folder.path(), e);
      }
    }
  }

  private boolean isGone() throws LinuxException {
    return Poll.readable(reaper.fd(), PATIENCE);
  }

  @Override
  public void close() {
    if (reaper != null) {
      reaper.close();
    }
  }
}
