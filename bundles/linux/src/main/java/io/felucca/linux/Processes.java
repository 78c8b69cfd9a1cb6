package io.felucca.linux;

import java.nio.file.Path;

/** What can be asked of and done to processes by their number. */
public final class Processes {
  private static final int PR_SET_NAME = 15;
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  private Processes() {}

  /** This process's own number: getpid(2). */
  public static int self() {
    return (int) ProcessHandle.current().pid();
  }

  /**
   * When a process was started, in clock ticks since boot: field 22 of proc_pid_stat(5). With the
   * number it names a process for ever. ESRCH if there is none.
   */
  public static long startTime(int pid) throws LinuxException {
    return Long.parseLong(stat(pid)[22 - 3]);
  }

  /**
   * Whether a process is at its end: it may still be seen, but runs no more of its program, and its
   * descriptors are being closed or are. Flag PF_EXITING in field 9 of proc_pid_stat(5).
   */
  public static boolean isEnding(int pid) throws LinuxException {
    final long exiting = 0x4;
    try {
      return (Long.parseLong(stat(pid)[9 - 3]) & exiting) != 0;
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return true;
      }
      throw e;
    }
  }

  /** The fields from the third on. The second is the name in brackets, which may hold any. */
  private static String[] stat(int pid) throws LinuxException {
    String stat = read(pid, "stat");
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  private static String read(int pid, String file) throws LinuxException {
    Path path = Path.of("/proc/" + pid + "/" + file);
    try {
      return SmallFile.read(path);
    } catch (LinuxException e) {
      throw e.is(Errno.ENOENT) ? new LinuxException(e.call(), path, Errno.ESRCH) : e;
    }
  }

  /** Whether a process (or a zombie) has this number now. */
  public static boolean exists(int pid) throws LinuxException {
    try {
      kill(pid, 0);
      return true;
    } catch (LinuxException e) {
      return !e.is(Errno.ESRCH);
    }
  }

  /**
   * Sends a signal: kill(2).
   *
   * @param pid of a process; negative: of a process group
   */
  public static void kill(int pid, int signal) throws LinuxException {
    Libc.KILL.check("process " + pid, pid, signal);
  }

  /** Waits for the end of a child that nobody else waits for: waitid(2). */
  static void reap(int pid) throws LinuxException {
    final int pPid = 1;
    final int wexited = 4;
    Libc.WAITID.check("process " + pid, pPid, pid, 0, wexited);
  }

  /** Moves a child into a process group: setpgid(2). */
  public static void setGroup(int pid, int group) throws LinuxException {
    Libc.SETPGID.check("process " + pid, pid, group);
  }

  /**
   * Whether orphans among the descendants become children of this process: PR_SET_CHILD_SUBREAPER
   * of prctl(2). They must then be reaped.
   */
  public static void setSubreaper(boolean on) throws LinuxException {
    Libc.PRCTL.check("PR_SET_CHILD_SUBREAPER", PR_SET_CHILD_SUBREAPER, on ? 1 : 0);
  }

  /** Names the calling thread, at most 15 bytes, as ps(1) shows it: PR_SET_NAME of prctl(2). */
  public static void setThreadName(String name) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.PRCTL.check("PR_SET_NAME", PR_SET_NAME, f.string(name));
    }
  }
}
