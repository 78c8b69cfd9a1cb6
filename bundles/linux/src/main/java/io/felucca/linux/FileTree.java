package io.felucca.linux;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Whole folders: removed or measured through descriptors, so that names of any bytes and links
 * planted meanwhile do no harm.
 */
public final class FileTree {
  /**
   * What a folder takes, hard links counted once, the folder itself included.
   *
   * @param inodes files and folders
   * @param bytes on disk
   */
  public record Size(long inodes, long bytes) {}

  private record Inode(long device, long number) {}

  private static final int READ =
      Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW | Open.O_CLOEXEC;
  private static final int BLOCK = 512;

  private FileTree() {}

  /**
   * Removes a file or a folder with everything below it; nothing where it is not there. Mounts
   * below it make it fail with EBUSY.
   */
  public static void delete(Path path) throws LinuxException {
    Stat stat = Stat.ifExists(path);
    if (stat == null) {
      return;
    }
    try (Fd parent = Open.directory(path.toAbsolutePath().getParent())) {
      delete(parent, path.getFileName().toString(), stat.isDirectory());
    }
  }

  private static void delete(Fd parent, String name, boolean folder) throws LinuxException {
    try {
      if (!folder) {
        At.unlink(parent, name);
        return;
      }
      try (Fd directory = Open.at(parent, name, READ, 0)) {
        for (Directory.Entry entry : Directory.list(directory)) {
          delete(directory, entry.name(), entry.isDirectory());
        }
      }
      At.rmdir(parent, name);
    } catch (LinuxException e) {
      // file systems without d_type do not tell folders from files
      if (!folder && e.is(Errno.EISDIR)) {
        delete(parent, name, true);
      } else if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  /** Measures a folder as it is now; what vanishes meanwhile is not counted. */
  public static Size measure(Path path) throws LinuxException {
    Measure measure = new Measure();
    try (Fd directory = Open.directory(path)) {
      measure.add(Stat.of(directory));
      measure.below(directory);
    }
    return new Size(measure.inodes, measure.bytes);
  }

  private static final class Measure {
    private final Set<Inode> linked = new HashSet<>();
    private long inodes;
    private long bytes;

    void below(Fd directory) throws LinuxException {
      for (Directory.Entry entry : Directory.list(directory)) {
        Stat stat = Stat.ifExists(directory, entry.name());
        if (stat == null || !add(stat) || !stat.isDirectory()) {
          continue;
        }
        try (Fd child = Open.at(directory, entry.name(), READ, 0)) {
          below(child);
        } catch (LinuxException e) {
          if (!e.is(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
            throw e;
          }
        }
      }
    }

    /** Whether it had not been counted yet. */
    boolean add(Stat stat) {
      boolean first =
          stat.nlink() < 2 || stat.isDirectory() || linked.add(new Inode(stat.dev(), stat.ino()));
      if (first) {
        inodes++;
        bytes += stat.blocks() * BLOCK;
      }
      return first;
    }
  }
}
