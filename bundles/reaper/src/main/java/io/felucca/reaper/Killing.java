package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.linux.Signals;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kills processes with all that they have started, and knows when they are gone: one that still
 * works in the kernel is killed at once, but may hold a mount or join a control group for long.
 */
final class Killing implements AutoCloseable {
  private final Map<Long, PidFd> held = new HashMap<>();

  /** Kills the descendants of a process, and it too if asked for. */
  void kill(ProcessHandle root, boolean itself) {
    Set<Long> tree = new HashSet<>();
    boolean more = true;
    while (more) { // what is stopped starts nothing more, so that none is missed
      more = false;
      for (ProcessHandle process : family(root, itself)) {
        more |= tree.add(process.pid()) && stop((int) process.pid());
      }
    }
    tree.stream().map(held::get).filter(Objects::nonNull).forEach(Killing::end);
  }

  private static Collection<ProcessHandle> family(ProcessHandle root, boolean itself) {
    Stream<ProcessHandle> top = itself ? Stream.of(root) : Stream.empty();
    return Stream.concat(top, root.descendants()).toList();
  }

  /** False where it has gone. */
  private boolean stop(int pid) {
    try {
      hold(PidFd.open(pid));
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return false;
      }
      throw Fault.io("end process " + pid, e);
    }
    return signal(held.get((long) pid), Signals.SIGSTOP);
  }

  private void hold(PidFd process) {
    PidFd before = held.put((long) process.pid(), process);
    if (before != null) {
      before.close();
    }
  }

  private static void end(PidFd process) {
    signal(process, Signals.SIGKILL);
  }

  private static boolean signal(PidFd process, int signal) {
    try {
      process.signal(signal);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return false;
      }
      throw Fault.io("signal " + signal + " to " + process, e);
    }
  }

  /** Those that have not ended yet. */
  List<Integer> left() {
    return held.values().stream().filter(Killing::isAlive).map(PidFd::pid).toList();
  }

  private static boolean isAlive(PidFd process) {
    try {
      return process.isAlive();
    } catch (LinuxException e) {
      throw Fault.io("end of " + process, e);
    }
  }

  @Override
  public void close() {
    held.values().forEach(PidFd::close);
  }
}
