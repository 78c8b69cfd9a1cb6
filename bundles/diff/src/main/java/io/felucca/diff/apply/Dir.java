package io.felucca.diff.apply;

import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Stat;

/**
 * An open directory below the root that a layer is unpacked in.
 *
 * @param path from the root, free of links and dots; empty for the root
 * @param gid new files belong to this group or to the process's, as the file system has it
 * @param passesGroup whether new directories inherit the set-group-ID bit
 */
record Dir(Fd fd, String path, int gid, boolean passesGroup) implements AutoCloseable {
  private static final int S_ISGID = 02000;

  static Dir of(Fd fd, String path) throws LinuxException {
    Stat stat = Stat.of(fd);
    return new Dir(fd, path, stat.gid(), (stat.mode() & S_ISGID) != 0);
  }

  /** The path of a name in here. */
  String child(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  @Override
  public void close() {
    fd.close();
  }
}
