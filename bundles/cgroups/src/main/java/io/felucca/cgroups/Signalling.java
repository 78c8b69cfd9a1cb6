package io.felucca.cgroups;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Processes;
import java.util.List;

/** Signals all processes of a group: what is frozen cannot fork, and gets it with the thaw. */
final class Signalling {
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
      group.freeze();
      return signalAll();
    } finally {
      group.thaw();
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
