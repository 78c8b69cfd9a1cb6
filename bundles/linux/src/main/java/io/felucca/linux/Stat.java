package io.felucca.linux;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What the kernel knows about a file: statx(2).
 *
 * @param mode kind and permissions: inode(7)
 * @param size in bytes
 * @param blocks allocated, in units of 512 bytes
 * @param dev the file system's device, packed as {@link Device} does
 * @param rdev the device that a device file stands for
 */
public record Stat(
    int mode,
    int uid,
    int gid,
    long size,
    long blocks,
    int nlink,
    long dev,
    long ino,
    long rdev,
    Instant accessed,
    Instant modified,
    Instant changed) {
  /** The bits of a mode that hold the kind. */
  public static final int S_IFMT = 0170000;

  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFBLK = 060000;
  public static final int S_IFDIR = 040000;
  public static final int S_IFCHR = 020000;
  public static final int S_IFIFO = 010000;

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_NO_AUTOMOUNT = 0x800;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int SIZE = 256;

  /** Of a path; a symbolic link is looked at itself. */
  public static Stat of(Path path) throws LinuxException {
    return at(Fd.CWD, path.toString());
  }

  /** Of what a path leads to, through symbolic links. */
  public static Stat following(Path path) throws LinuxException {
    return read(Fd.CWD, path.toString(), path, 0);
  }

  /** Of a name in a directory; a symbolic link is looked at itself. */
  public static Stat at(Fd directory, String name) throws LinuxException {
    return read(directory, name, name, AT_SYMLINK_NOFOLLOW);
  }

  /** Of an open file, also one opened with {@code O_PATH}. */
  public static Stat of(Fd file) throws LinuxException {
    return read(file, "", file, AT_EMPTY_PATH);
  }

  /** The same as {@link #of(Path)}, with null where there is nothing of that name. */
  public static Stat ifExists(Path path) throws LinuxException {
    return ifExists(Fd.CWD, path.toString());
  }

  /** The same as {@link #at}, with null where there is nothing of that name. */
  public static Stat ifExists(Fd directory, String name) throws LinuxException {
    try {
      return at(directory, name);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  private static Stat read(Fd directory, String name, Object subject, int flags)
      throws LinuxException {
    try (Frame f = new Frame()) {
      long to = f.bytes(SIZE);
      int all = flags | AT_NO_AUTOMOUNT;
      Libc.STATX.check(subject, f.fd(directory), f.string(name), all, STATX_BASIC_STATS, to);
      return at(to);
    }
  }

  /** Offsets: struct statx in linux/stat.h, the same on every architecture. */
  private static Stat at(long x) {
    return new Stat(
        Frame.getShort(x + 28),
        Frame.getInt(x + 20),
        Frame.getInt(x + 24),
        Frame.getLong(x + 40),
        Frame.getLong(x + 48),
        Frame.getInt(x + 16),
        device(x + 136),
        Frame.getLong(x + 32),
        device(x + 128),
        time(x + 64),
        time(x + 112),
        time(x + 96));
  }

  private static long device(long address) {
    return Device.of(Frame.getInt(address) & 0xffffffffL, Frame.getInt(address + 4) & 0xffffffffL);
  }

  private static Instant time(long address) {
    return Instant.ofEpochSecond(Frame.getLong(address), Frame.getInt(address + 8));
  }

  /** The kind alone, one of the S_IF constants. */
  public int kind() {
    return mode & S_IFMT;
  }

  /** The permissions, set-ID and sticky bits included. */
  public int permissions() {
    return mode & 07777;
  }

  public boolean isDirectory() {
    return kind() == S_IFDIR;
  }

  public boolean isRegular() {
    return kind() == S_IFREG;
  }

  public boolean isSymlink() {
    return kind() == S_IFLNK;
  }

  public boolean isFifo() {
    return kind() == S_IFIFO;
  }

  /** A block or character device. */
  public boolean isDevice() {
    return kind() == S_IFBLK || kind() == S_IFCHR;
  }

  /** What overlayfs takes for "removed": a character device 0/0. */
  public boolean isWhiteout() {
    return kind() == S_IFCHR && rdev == 0;
  }

  /** Whether both are the same file. */
  public boolean sameFile(Stat other) {
    return dev == other.dev && ino == other.ino;
  }
}
