package io.felucca.linux;

import java.util.Locale;

/**
 * System calls without a wrapper in the C libraries that we must run on, by number.
 *
 * <p>All of them are younger than kernel 5.0, from when on a call has the same number on every
 * architecture.
 */
enum Syscall {
  PIDFD_SEND_SIGNAL(424),
  OPEN_TREE(428),
  MOVE_MOUNT(429),
  FSOPEN(430),
  FSCONFIG(431),
  FSMOUNT(432),
  FSPICK(433),
  PIDFD_OPEN(434),
  OPENAT2(437),
  PIDFD_GETFD(438),
  MOUNT_SETATTR(442);

  private final int number;

  Syscall(int number) {
    this.number = number;
  }

  private String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  long call(long a, long b, long c, long d, long e) {
    return Libc.SYSCALL.call(number, a, b, c, d, e);
  }

  /** Calls as {@link Libc#check(Object, long, long, long, long, long, long)} does. */
  long check(Object subject, long a, long b, long c, long d, long e) throws LinuxException {
    while (true) {
      long result = call(a, b, c, d, e);
      if (result != -1) {
        return result;
      }
      int errno = Libc.lastErrno();
      if (errno != Errno.EINTR.number()) {
        throw new LinuxException(symbol(), subject, errno);
      }
    }
  }

  long check(Object subject, long a, long b, long c, long d) throws LinuxException {
    return check(subject, a, b, c, d, 0);
  }

  long check(Object subject, long a, long b, long c) throws LinuxException {
    return check(subject, a, b, c, 0, 0);
  }

  long check(Object subject, long a, long b) throws LinuxException {
    return check(subject, a, b, 0, 0, 0);
  }
}
