package io.felucca.cgroups;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Processes;
import java.util.List;

/**
 * Signals all processes of a group: what is frozen cannot fork, and gets it with the thaw. A group
 * that does not freeze in time, as happens under load, is signalled as it is.
 */
final class Signalling {
  private static final System.Logger LOG = System.getLogger("io.felucca.cgroups");

  private final Cgroup group;
  private final int signal;

  Signalling(Cgroup group, int signal) {
    this.group = group;
    this.signal = signal;
  }

  /** Whether there were any. */
  boolean run() {
    if (group.isFrozen()) {
      return signalAll();
    }
    try {
      freeze();
      return signalAll();
    } finally {
      group.thaw();
    }
  }

  private void freeze() {
    try {
      group.freeze();
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.UNAVAILABLE) {
        throw e;
      }
      LOG.log(System.Logger.Level.DEBUG, "signalled while it runs", e);
    }
  }

  private boolean signalAll() {
    List<Integer> pids = group.pids();
    pids.forEach(this::send);
    return !pids.isEmpty();
  }

  private void send(int pid) {
    try {
      Processes.kill(pid, signal);
    } catch (LinuxException e) {
      if (!e.is(Errno.ESRCH)) {
        throw Fault.io("signal " + signal + " to process " + pid, e);
      }
    }
  }
}
