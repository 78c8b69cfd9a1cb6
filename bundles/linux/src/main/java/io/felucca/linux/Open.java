package io.felucca.linux;

import java.nio.file.Path;

/**
 * Opens files: open(2), openat(2), openat2(2).
 *
 * <p>Every descriptor is opened with O_CLOEXEC. The constants are those of the man page, with the
 * values of this machine's architecture.
 */
public final class Open {
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_NOCTTY = 0400;
  public static final int O_TRUNC = 01000;
  public static final int O_APPEND = 02000;
  public static final int O_NONBLOCK = 04000;
  public static final int O_DIRECTORY = ARM ? 040000 : 0200000;
  public static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;
  public static final int O_DIRECT = ARM ? 0200000 : 040000;
  public static final int O_NOATIME = 01000000;
  public static final int O_CLOEXEC = 02000000;

  /** Only a place in the tree: no reading and writing, but every call that takes a directory. */
  public static final int O_PATH = 010000000;

  /** A file without a name in the directory that is opened. */
  public static final int O_TMPFILE = 020000000 | O_DIRECTORY;

  /** Mount points are not crossed. */
  public static final long RESOLVE_NO_XDEV = 0x01;

  /** No link of {@code /proc/PID/fd} kind is followed. */
  public static final long RESOLVE_NO_MAGICLINKS = 0x02;

  /** No symbolic link at all is followed. */
  public static final long RESOLVE_NO_SYMLINKS = 0x04;

  /** A name that leaves the directory is refused with EXDEV, absolute names included. */
  public static final long RESOLVE_BENEATH = 0x08;

  /** The directory is taken as the root: absolute links and {@code ..} stay inside. */
  public static final long RESOLVE_IN_ROOT = 0x10;

  private static final int HOW_SIZE = 24;

  private Open() {}

  /**
   * Opens a path.
   *
   * @param mode the permissions of a file that is created (less the process's umask), else ignored
   */
  public static Fd path(Path path, int flags, int mode) throws LinuxException {
    return at(Fd.CWD, path.toString(), flags, mode);
  }

  /** Opens a path that need not be created. */
  public static Fd path(Path path, int flags) throws LinuxException {
    return path(path, flags, 0);
  }

  /** Opens a directory to work in. Such a descriptor serves {@link Directory#list} too. */
  public static Fd directory(Path path) throws LinuxException {
    return path(path, O_RDONLY | O_DIRECTORY);
  }

  /** Opens a name relative to a directory: openat(2). */
  public static Fd at(Fd directory, String name, int flags, int mode) throws LinuxException {
    try (Frame f = new Frame()) {
      int dir = f.fd(directory);
      long fd = Libc.OPENAT.check(name, dir, f.string(name), flags | O_CLOEXEC, mode);
      return new Fd(fd, name);
    }
  }

  /**
   * Opens a name and restricts how it is resolved: openat2(2), from kernel 5.6 on.
   *
   * <p>With {@link #RESOLVE_IN_ROOT} and {@link #RESOLVE_BENEATH} the kernel can give EAGAIN when a
   * directory is renamed meanwhile; that is tried again.
   *
   * @param resolve RESOLVE_ flags
   */
  public static Fd resolving(Fd directory, String name, int flags, int mode, long resolve)
      throws LinuxException {
    try (Frame f = new Frame()) {
      long how = f.bytes(HOW_SIZE);
      Frame.putLong(how, (flags | O_CLOEXEC) & 0xffffffffL);
      Frame.putLong(how + 8, mode);
      Frame.putLong(how + 16, resolve);
      return new Fd(openat2(name, f.fd(directory), f.string(name), how), name);
    }
  }

  private static long openat2(String name, int directory, long path, long how)
      throws LinuxException {
    final int attempts = 128;
    for (int i = 1; ; i++) {
      try {
        return Syscall.OPENAT2.check(name, directory, path, how, HOW_SIZE);
      } catch (LinuxException e) {
        if (i == attempts || !e.is(Errno.EAGAIN)) {
          throw e;
        }
      }
    }
  }
}
