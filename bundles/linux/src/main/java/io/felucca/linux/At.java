package io.felucca.linux;

import java.nio.file.Path;

/**
 * Makes, links, renames and removes names, each relative to a directory.
 *
 * <p>The directory is an {@link Fd} opened with {@code O_DIRECTORY} or {@code O_PATH}, or {@link
 * Fd#CWD}. The last part of a name is never followed where it is a symbolic link. Modes are reduced
 * by the process's umask (2): who needs exact permissions sets them after, with {@link
 * Attributes#chmod(Fd, String, int)}.
 */
public final class At {
  /** Fail with EEXIST where the new name exists: renameat2(2). */
  public static final int RENAME_NOREPLACE = 1;

  /** Swap the two names. */
  public static final int RENAME_EXCHANGE = 2;

  /** Leave an overlay whiteout at the old name. */
  public static final int RENAME_WHITEOUT = 4;

  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_SYMLINK_FOLLOW = 0x400;

  private At() {}

  /** mkdirat(2). */
  public static void mkdir(Fd directory, String name, int mode) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.MKDIRAT.check(name, f.fd(directory), f.string(name), mode);
    }
  }

  /**
   * Makes a device, FIFO, socket or empty file: mknodat(2).
   *
   * @param mode the kind, one of {@link Stat}'s S_IF constants, and the permissions
   * @param device as {@link Device#of} makes it; 0 where the kind is no device
   */
  public static void mknod(Fd directory, String name, int mode, long device) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.MKNODAT.check(name, f.fd(directory), f.string(name), mode, device);
    }
  }

  /** Makes a symbolic link: symlinkat(2). */
  public static void symlink(String target, Fd directory, String name) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.SYMLINKAT.check(name, f.string(target), f.fd(directory), f.string(name));
    }
  }

  /** Makes a hard link; a symbolic link as the old name is linked itself: linkat(2). */
  public static void link(Fd oldDirectory, String oldName, Fd directory, String name)
      throws LinuxException {
    try (Frame f = new Frame()) {
      int from = f.fd(oldDirectory);
      int to = f.fd(directory);
      Libc.LINKAT.check(name, from, f.string(oldName), to, f.string(name), 0);
    }
  }

  /** Gives an open file a name, such as one opened with O_TMPFILE or a hard link's source. */
  public static void link(Fd file, Fd directory, String name) throws LinuxException {
    try (Frame f = new Frame()) {
      long from = f.string("/proc/self/fd/" + f.fd(file));
      int to = f.fd(directory);
      Libc.LINKAT.check(name, Fd.CWD.value(), from, to, f.string(name), AT_SYMLINK_FOLLOW);
    }
  }

  /** Removes a name that is no directory: unlinkat(2). */
  public static void unlink(Fd directory, String name) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.UNLINKAT.check(name, f.fd(directory), f.string(name), 0);
    }
  }

  /** Removes an empty directory: unlinkat(2). */
  public static void rmdir(Fd directory, String name) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.UNLINKAT.check(name, f.fd(directory), f.string(name), AT_REMOVEDIR);
    }
  }

  /**
   * Renames: renameat2(2).
   *
   * @param flags RENAME_ flags, 0 for rename(2)'s behaviour
   */
  public static void rename(Fd oldDirectory, String oldName, Fd directory, String name, int flags)
      throws LinuxException {
    try (Frame f = new Frame()) {
      int from = f.fd(oldDirectory);
      int to = f.fd(directory);
      String both = oldName + " -> " + name;
      Libc.RENAMEAT2.check(both, from, f.string(oldName), to, f.string(name), flags);
    }
  }

  /** Renames a path. */
  public static void rename(Path from, Path to, int flags) throws LinuxException {
    rename(Fd.CWD, from.toString(), Fd.CWD, to.toString(), flags);
  }

  /** What a symbolic link says: readlinkat(2). */
  public static String readlink(Fd directory, String name) throws LinuxException {
    final int pathMax = 4096;
    try (Frame f = new Frame()) {
      long target = f.bytes(pathMax);
      int dir = f.fd(directory);
      long size = Libc.READLINKAT.check(name, dir, f.string(name), target, pathMax);
      return FileName.decode(Frame.getBytes(target, (int) size));
    }
  }
}
