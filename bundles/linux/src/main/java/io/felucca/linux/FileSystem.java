package io.felucca.linux;

import java.nio.file.Path;

/**
 * What the kernel says about a mounted file system: statfs(2).
 *
 * @param type its magic number
 * @param blockSize bytes
 * @param blocks in all, in units of {@code blockSize}
 * @param available blocks for users without privilege
 * @param files inodes in all; 0 where they are not limited
 * @param freeFiles inodes left
 * @param flags of the mount, with the values that MS_ flags have
 */
public record FileSystem(
    long type,
    long blockSize,
    long blocks,
    long available,
    long files,
    long freeFiles,
    long flags) {
  public static final long OVERLAYFS = 0x794c7630L;
  public static final long BTRFS = 0x9123683eL;

  /** Of ext2 and ext3 too. */
  public static final long EXT4 = 0xef53L;

  public static final long XFS = 0x58465342L;
  public static final long TMPFS = 0x01021994L;
  public static final long EROFS = 0xe0f5e1e2L;
  public static final long FUSE = 0x65735546L;
  public static final long NFS = 0x6969L;
  public static final long ZFS = 0x2fc12fc1L;
  public static final long CGROUP2 = 0x63677270L;
  public static final long PROC = 0x9fa0L;
  public static final long NSFS = 0x6e736673L;

  private static final int SIZE = 120;

  /** Of the file system that a path is on. */
  public static FileSystem of(Path path) throws LinuxException {
    try (Frame f = new Frame()) {
      long to = f.bytes(SIZE);
      Libc.STATFS.check(path, f.string(path.toString()), to);
      return at(to);
    }
  }

  /** Of the file system that an open file is on. */
  public static FileSystem of(Fd file) throws LinuxException {
    try (Frame f = new Frame()) {
      long to = f.bytes(SIZE);
      Libc.FSTATFS.check(file, f.fd(file), to);
      return at(to);
    }
  }

  /** struct statfs as 64-bit architectures have it. */
  private static FileSystem at(long x) {
    return new FileSystem(
        Frame.getLong(x),
        Frame.getLong(x + 8),
        Frame.getLong(x + 16),
        Frame.getLong(x + 32),
        Frame.getLong(x + 40),
        Frame.getLong(x + 48),
        Frame.getLong(x + 80));
  }
}
