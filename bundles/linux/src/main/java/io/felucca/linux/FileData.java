package io.felucca.linux;

import java.nio.ByteBuffer;

/** Sizes, holes and copies of file content without it passing through the JVM. */
public final class FileData {
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final long FICLONE = 0x40049409L;
  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int FALLOC_FL_PUNCH_HOLE = 2;
  private static final int BUFFER = 256 << 10;

  private FileData() {}

  /** Cuts or extends (with a hole) to a size: ftruncate(2). */
  public static void truncate(Fd file, long size) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.FTRUNCATE.check(file, f.fd(file), size);
    }
  }

  /** Reserves space on disk, extending the file where needed: fallocate(2). */
  public static void allocate(Fd file, long offset, long length) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.FALLOCATE.check(file, f.fd(file), 0, offset, length);
    }
  }

  /** Gives space back: reads as zeroes afterwards; the size stays. */
  public static void punchHole(Fd file, long offset, long length) throws LinuxException {
    try (Frame f = new Frame()) {
      int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
      Libc.FALLOCATE.check(file, f.fd(file), mode, offset, length);
    }
  }

  /**
   * Where data begins at or after an offset, -1 if there is none: SEEK_DATA of lseek(2). Moves the
   * file's position.
   */
  public static long nextData(Fd file, long offset) throws LinuxException {
    return seek(file, offset, SEEK_DATA);
  }

  /**
   * Where a hole begins at or after an offset, at the latest at the end of the file; -1 if the
   * offset is beyond that. Moves the file's position.
   */
  public static long nextHole(Fd file, long offset) throws LinuxException {
    return seek(file, offset, SEEK_HOLE);
  }

  private static long seek(Fd file, long offset, int whence) throws LinuxException {
    try (Frame f = new Frame()) {
      return Libc.LSEEK.check(file, f.fd(file), offset, whence);
    } catch (LinuxException e) {
      if (e.is(Errno.ENXIO)) {
        return -1;
      }
      throw e;
    }
  }

  /**
   * Makes the target share all blocks of the source until either is written to: FICLONE of
   * ioctl_ficlone(2). EOPNOTSUPP where the file system cannot, EXDEV between two file systems.
   */
  public static void reflink(Fd from, Fd to) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.IOCTL.check(to, f.fd(to), FICLONE, f.fd(from));
    }
  }

  /**
   * Copies inside the kernel: copy_file_range(2).
   *
   * @return how many bytes, which may be fewer; 0 at the end of the source
   */
  public static long copyRange(Fd from, long fromOffset, Fd to, long toOffset, long length)
      throws LinuxException {
    try (Frame f = new Frame()) {
      long in = f.bytes(8);
      long out = f.bytes(8);
      Frame.putLong(in, fromOffset);
      Frame.putLong(out, toOffset);
      return Libc.COPY_FILE_RANGE.check(to, f.fd(from), in, f.fd(to), out, length, 0);
    }
  }

  /**
   * Sends from a file to a pipe, socket or file at its position: sendfile(2).
   *
   * @return how many bytes, which may be fewer; 0 at the end of the source
   */
  public static long send(Fd from, long offset, Fd to, long length) throws LinuxException {
    try (Frame f = new Frame()) {
      long at = f.bytes(8);
      Frame.putLong(at, offset);
      return Libc.SENDFILE.check(to, f.fd(to), f.fd(from), at, length);
    }
  }

  /**
   * Copies a whole file into an empty one the cheapest way that works: shared blocks, else a copy
   * inside the kernel, else through a buffer. Holes stay holes.
   */
  public static void copy(Fd from, Fd to) throws LinuxException {
    try {
      reflink(from, to);
    } catch (LinuxException e) {
      // whatever the reason: the copy will tell if it is one that matters
      copyData(from, to);
    }
  }

  private static void copyData(Fd from, Fd to) throws LinuxException {
    long size = Stat.of(from).size();
    truncate(to, size);
    long at = nextData(from, 0);
    while (at >= 0) {
      long end = nextHole(from, at);
      copyRun(from, to, at, end);
      at = nextData(from, end);
    }
  }

  private static void copyRun(Fd from, Fd to, long start, long end) throws LinuxException {
    long at = start;
    try {
      while (at < end) {
        long count = copyRange(from, at, to, at, end - at);
        if (count == 0) {
          return;
        }
        at += count;
      }
    } catch (LinuxException e) {
      if (!e.is(Errno.EXDEV, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP)) {
        throw e;
      }
      copyThroughBuffer(from, to, at, end);
    }
  }

  private static void copyThroughBuffer(Fd from, Fd to, long start, long end)
      throws LinuxException {
    ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, end - start));
    for (long at = start; at < end; at += buffer.position()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      if (from.read(buffer, at) < 0) {
        return;
      }
      to.writeFully(buffer.flip(), at);
    }
  }
}
