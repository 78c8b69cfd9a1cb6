package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Processes;
import io.felucca.linux.Signals;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processes of a task that has no control group of its own, as in a user namespace that may not
 * write to any: those that descend from its first process, and from what is executed in it. With a
 * PID namespace of its own these are all; without, one whose parent has ended is missed.
 */
final class Family {
  private final OciTask task;

  Family(OciTask task) {
    this.task = task;
  }

  List<Integer> pids() {
    return Stream.concat(Stream.of(task.init()), task.execs().all().stream())
        .filter(process -> process.pid() != 0 && process.ended() == null)
        .flatMap(process -> ProcessHandle.of(process.pid()).stream())
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(process -> (int) process.pid())
        .distinct()
        .filter(Family::isAlive)
        .toList();
  }

  /**
   * False where nobody is; with the first process of a PID namespace, the kernel kills the rest.
   */
  boolean signalAll(int signal) {
    List<Integer> all = pids();
    if (signal == Signals.SIGKILL && !task.record().sharesPids()) {
      return task.init().signal(signal);
    }
    all.forEach(pid -> send(pid, signal));
    return !all.isEmpty();
  }

  private static boolean isAlive(int pid) {
    try {
      return !Processes.isEnding(pid);
    } catch (LinuxException e) {
      return true; // whoever signals it will see
    }
  }

  private static void send(int pid, int signal) {
    try {
      Processes.kill(pid, signal);
    } catch (LinuxException e) {
      if (!e.is(Errno.ESRCH)) {
        throw Fault.io("signal " + signal + " to process " + pid, e);
      }
    }
  }
}
