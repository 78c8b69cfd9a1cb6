package io.felucca.linux;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Changes owner, permissions and times of files.
 *
 * <p>By name: relative to a directory, and a symbolic link is changed itself. By descriptor: also
 * one opened with {@code O_PATH}.
 */
public final class Attributes {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final long UTIME_OMIT = (1L << 30) - 2;

  private Attributes() {}

  /**
   * fchownat(2). Clears set-user-ID and set-group-ID bits: set permissions after the owner.
   *
   * @param uid -1 leaves it as it is; so does a gid of -1
   */
  public static void chown(Fd directory, String name, long uid, long gid) throws LinuxException {
    try (Frame f = new Frame()) {
      int dir = f.fd(directory);
      Libc.FCHOWNAT.check(name, dir, f.string(name), uid, gid, AT_SYMLINK_NOFOLLOW);
    }
  }

  /** Changes the owner of an open file. */
  public static void chown(Fd file, long uid, long gid) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.FCHOWNAT.check(file, f.fd(file), f.string(""), uid, gid, AT_EMPTY_PATH);
    }
  }

  /** Changes the owner of a path. */
  public static void chown(Path path, long uid, long gid) throws LinuxException {
    chown(Fd.CWD, path.toString(), uid, gid);
  }

  /** fchmodat(2). Symbolic links have no permissions of their own: EOPNOTSUPP. */
  public static void chmod(Fd directory, String name, int mode) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.FCHMODAT.check(name, f.fd(directory), f.string(name), mode, AT_SYMLINK_NOFOLLOW);
    } catch (LinuxException e) {
      if (!e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
      chmodUnlessLink(directory, name, mode, e);
    }
  }

  /** glibc before 2.32 refuses the flag whatever the file is. */
  private static void chmodUnlessLink(Fd directory, String name, int mode, LinuxException refusal)
      throws LinuxException {
    try (Fd place = Open.at(directory, name, Open.O_PATH | Open.O_NOFOLLOW, 0)) {
      if (Stat.of(place).isSymlink()) {
        throw refusal;
      }
      chmod(place, mode);
    }
  }

  /** Sets the permissions of an open file, set-ID and sticky bits included: fchmod(2). */
  public static void chmod(Fd file, int mode) throws LinuxException {
    try (Frame f = new Frame()) {
      int number = f.fd(file);
      if (Libc.FCHMOD.call(number, mode) == 0) {
        return;
      }
      // EBADF: an O_PATH descriptor, which only its path under /proc leads to
      long path = f.string("/proc/self/fd/" + number);
      Libc.FCHMODAT.check(file, Fd.CWD.value(), path, mode, 0);
    }
  }

  /** Sets the permissions of a path. */
  public static void chmod(Path path, int mode) throws LinuxException {
    chmod(Fd.CWD, path.toString(), mode);
  }

  /**
   * Sets access and modification time: utimensat(2).
   *
   * @param accessed null leaves it as it is; so does a null {@code modified}
   */
  public static void times(Fd directory, String name, Instant accessed, Instant modified)
      throws LinuxException {
    try (Frame f = new Frame()) {
      long times = times(f, accessed, modified);
      Libc.UTIMENSAT.check(name, f.fd(directory), f.string(name), times, AT_SYMLINK_NOFOLLOW);
    }
  }

  /** Sets the times of an open file. */
  public static void times(Fd file, Instant accessed, Instant modified) throws LinuxException {
    try (Frame f = new Frame()) {
      long times = times(f, accessed, modified);
      Libc.UTIMENSAT.check(file, f.fd(file), f.string(""), times, AT_EMPTY_PATH);
    }
  }

  private static long times(Frame f, Instant accessed, Instant modified) {
    long pair = f.bytes(32);
    time(pair, accessed);
    time(pair + 16, modified);
    return pair;
  }

  private static void time(long address, Instant time) {
    Frame.putLong(address, time == null ? 0 : time.getEpochSecond());
    Frame.putLong(address + 8, time == null ? UTIME_OMIT : time.getNano());
  }
}
