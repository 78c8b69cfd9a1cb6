package io.felucca.linux;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Changes to files that a power failure does not undo or halve.
 *
 * <p>A file is written beside its place, made durable, renamed over it, and the directory is made
 * durable too: whoever looks sees the old content or the new one, never a part. fsync(2) says why
 * the directory needs its own.
 */
public final class Durable {
  private static final int OWNER_ONLY = 0600;

  private Durable() {}

  /** Writes a file that its owner alone may read. */
  public static void write(Path file, byte[] content) throws LinuxException {
    write(file, content, OWNER_ONLY);
  }

  /**
   * Writes a file.
   *
   * @param mode its permissions, exactly, whatever the umask
   */
  public static void write(Path file, byte[] content, int mode) throws LinuxException {
    try (Fd directory = Open.directory(parent(file))) {
      String name = file.getFileName().toString();
      String temporary =
          "." + name + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
      try {
        create(directory, temporary, content, mode);
        At.rename(directory, temporary, directory, name, 0);
      } catch (LinuxException e) {
        discard(directory, temporary, e);
        throw e;
      }
      directory.sync();
    }
  }

  private static void create(Fd directory, String name, byte[] content, int mode)
      throws LinuxException {
    int flags = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL | Open.O_NOFOLLOW;
    try (Fd file = Open.at(directory, name, flags, OWNER_ONLY)) {
      file.writeFully(ByteBuffer.wrap(content));
      Attributes.chmod(file, mode);
      file.sync();
    }
  }

  private static void discard(Fd directory, String name, LinuxException cause) {
    try {
      At.unlink(directory, name);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        cause.addSuppressed(e);
      }
    }
  }

  /**
   * Renames, replacing what has the new name, and makes both directories durable. The content of
   * what is renamed must be durable already.
   */
  public static void rename(Path from, Path to) throws LinuxException {
    At.rename(from, to, 0);
    syncDirectory(parent(to));
    if (!parent(from).equals(parent(to))) {
      syncDirectory(parent(from));
    }
  }

  /** Makes the entries of a directory durable: what was created, renamed or removed in it. */
  public static void syncDirectory(Path directory) throws LinuxException {
    try (Fd fd = Open.directory(directory)) {
      fd.sync();
    }
  }

  private static Path parent(Path file) {
    return file.toAbsolutePath().getParent();
  }
}
