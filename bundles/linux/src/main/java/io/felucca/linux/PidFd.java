package io.felucca.linux;

import java.util.OptionalInt;

/**
 * A process, held by a descriptor: pidfd_open(2). Unlike a number it never comes to mean another
 * process.
 */
public final class PidFd implements AutoCloseable {
  /** _IOWR(0xFF, 11, struct pidfd_info) with the first version's size: linux/pidfd.h. */
  private static final long PIDFD_GET_INFO = 0xC040FF0BL;

  private static final int INFO_SIZE = 64;

  private final int pid;
  private final Fd fd;

  private PidFd(int pid, Fd fd) {
    this.pid = pid;
    this.fd = fd;
  }

  /** Holds the process that has this number now; ESRCH if there is none. */
  public static PidFd open(int pid) throws LinuxException {
    return new PidFd(pid, new Fd(Syscall.PIDFD_OPEN.check(pid, pid, 0), "process " + pid));
  }

  /**
   * Holds the process that had this number when it was noted.
   *
   * @param startTime as {@link Processes#startTime} gave it
   * @throws LinuxException with ESRCH also if the number is another process's by now
   */
  public static PidFd open(int pid, long startTime) throws LinuxException {
    PidFd process = open(pid);
    try {
      if (Processes.startTime(pid) == startTime) {
        return process;
      }
      throw new LinuxException("pidfd_open", pid, Errno.ESRCH);
    } catch (LinuxException e) {
      process.close();
      throw e;
    }
  }

  PidFd dup() throws LinuxException {
    return new PidFd(pid, fd.dup());
  }

  /** Its number, which is only good for showing. */
  public int pid() {
    return pid;
  }

  /** The descriptor: readable once the process has ended. */
  public Fd fd() {
    return fd;
  }

  /** Whether it has not ended yet (a zombie has). */
  public boolean isAlive() throws LinuxException {
    return Poll.await(fd, Poll.IN, null, 0) == 0;
  }

  /** Sends a signal, one of {@link Signals}; ESRCH once it has gone: pidfd_send_signal(2). */
  public void signal(int signal) throws LinuxException {
    try (Frame f = new Frame()) {
      Syscall.PIDFD_SEND_SIGNAL.check(fd, f.fd(fd), signal, 0, 0);
    }
  }

  /** A duplicate of one of its descriptors: pidfd_getfd(2). */
  public Fd descriptor(int number) throws LinuxException {
    try (Frame f = new Frame()) {
      long copy = Syscall.PIDFD_GETFD.check(fd, f.fd(fd), number, 0);
      return new Fd(copy, "descriptor " + number + " of process " + pid);
    }
  }

  /**
   * Runs something when it ends, in the thread that watches all processes: it must not block.
   * Closing this does not end the watch.
   */
  public void onExit(Runnable action) throws LinuxException {
    ExitWatcher.watch(this, ended -> action.run());
  }

  /**
   * The same for those who may stop watching before.
   *
   * @return what ends the watch; the action may be under way then
   */
  public AutoCloseable watch(Runnable action) throws LinuxException {
    return ExitWatcher.watch(this, ended -> action.run());
  }

  /**
   * Reaps it if it is a child of ours and has ended: waitid(2).
   *
   * @return its exit status as shells count it, 128 and the signal's number if one killed it; -1 if
   *     it has not ended
   */
  int reap() throws LinuxException {
    final int pPidfd = 3;
    final int wnohang = 1;
    final int wexited = 4;
    final int siginfo = 128;
    try (Frame f = new Frame()) {
      long info = f.bytes(siginfo);
      Libc.WAITID.check(fd, pPidfd, f.fd(fd), info, wexited | wnohang);
      return Frame.getInt(info + 16) == 0 ? -1 : decode(info);
    }
  }

  private static int decode(long info) {
    final int cldExited = 1;
    int status = Frame.getInt(info + 24);
    return Frame.getInt(info + 8) == cldExited ? status : 128 + status;
  }

  /**
   * The exit status of a process that another one has reaped meanwhile: PIDFD_GET_INFO, from kernel
   * 6.15 on, where this was opened before it ended. Empty where the kernel does not tell, or not
   * yet.
   */
  public OptionalInt exitStatus() throws LinuxException {
    final long pidfdInfoExit = 8;
    final int exitCodeAt = 60;
    try (Frame f = new Frame()) {
      long info = f.bytes(INFO_SIZE);
      Frame.putLong(info, pidfdInfoExit);
      Libc.IOCTL.check(fd, f.fd(fd), PIDFD_GET_INFO, info);
      boolean told = (Frame.getLong(info) & pidfdInfoExit) != 0;
      return told ? OptionalInt.of(status(Frame.getInt(info + exitCodeAt))) : OptionalInt.empty();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOTTY, Errno.EINVAL, Errno.ESRCH)) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /** From the form that wait(2) gives. */
  private static int status(int wait) {
    int signal = wait & 0x7f;
    return signal == 0 ? wait >>> 8 & 0xff : 128 + signal;
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return fd.toString();
  }
}
