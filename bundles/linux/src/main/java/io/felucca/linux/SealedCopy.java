package io.felucca.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A program in memory that nobody can change any more: memfd_create(2), and the seals of fcntl(2).
 */
public final class SealedCopy {
  private static final int MFD_CLOEXEC = 0x1;
  private static final int MFD_ALLOW_SEALING = 0x2;

  /** From kernel 6.3 on it must be said whether a file can be executed. */
  private static final int MFD_EXEC = 0x10;

  private static final int F_ADD_SEALS = 1033;
  private static final int SEAL_SHRINK_GROW_WRITE = 0x1 | 0x2 | 0x4 | 0x8;
  private static final int CHUNK = 1 << 20;

  private SealedCopy() {}

  /**
   * Copies a program. It can be run under {@code /proc/PID/fd/N} for as long as the descriptor is
   * open; EACCES where the kernel is told not to have such programs (sysctl vm.memfd_noexec).
   */
  public static Fd of(Path program) throws IOException {
    Fd copy = create(program.getFileName().toString());
    try (FileChannel source = FileChannel.open(program)) {
      fill(copy, source);
      seal(copy);
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  private static Fd create(String name) throws LinuxException {
    int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    try {
      return create(name, flags | MFD_EXEC);
    } catch (LinuxException e) {
      if (e.is(Errno.EINVAL)) {
        return create(name, flags);
      }
      throw e;
    }
  }

  private static Fd create(String name, int flags) throws LinuxException {
    try (Frame f = new Frame()) {
      return new Fd(Libc.MEMFD_CREATE.check(name, f.string(name), flags), name);
    }
  }

  private static void fill(Fd copy, FileChannel source) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    while (source.read(buffer.clear()) >= 0) {
      copy.writeFully(buffer.flip());
    }
  }

  private static void seal(Fd copy) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.FCNTL.check(copy, f.fd(copy), F_ADD_SEALS, SEAL_SHRINK_GROW_WRITE);
    }
  }
}
