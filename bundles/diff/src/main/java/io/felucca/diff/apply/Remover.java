package io.felucca.diff.apply;

import static io.felucca.linux.Open.O_DIRECTORY;
import static io.felucca.linux.Open.O_NOFOLLOW;
import static io.felucca.linux.Open.O_RDONLY;

import io.felucca.linux.At;
import io.felucca.linux.Directory;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import java.util.function.Predicate;

/** Removes what is in the way, or what a whiteout means, without following any link. */
final class Remover {
  private final Predicate<String> keep;

  /**
   * @param keep tells by path what stays
   */
  Remover(Predicate<String> keep) {
    this.keep = keep;
  }

  /**
   * Removes a name, but not what is kept, nor the directories that hold it.
   *
   * @param path the name's own, by which is asked
   * @return whether nothing is left
   */
  boolean remove(Fd parent, String name, boolean directory, String path) throws LinuxException {
    boolean kept = keep.test(path);
    boolean empty = !directory || clear(parent, name, path);
    if (kept || !empty) {
      return false;
    }
    if (directory) {
      At.rmdir(parent, name);
    } else {
      At.unlink(parent, name);
    }
    return true;
  }

  /** Removes what is in a directory; whether nothing is left. */
  boolean clear(Fd parent, String name, String path) throws LinuxException {
    boolean empty = true;
    try (Fd directory = Open.at(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)) {
      for (Directory.Entry entry : Directory.list(directory)) {
        String below = path.isEmpty() ? entry.name() : path + "/" + entry.name();
        empty &= remove(directory, entry.name(), isDirectory(directory, entry), below);
      }
    }
    return empty;
  }

  /** Some file systems do not tell the kind when they list. */
  private static boolean isDirectory(Fd directory, Directory.Entry entry) throws LinuxException {
    return entry.kind() == 0 ? Stat.at(directory, entry.name()).isDirectory() : entry.isDirectory();
  }
}
