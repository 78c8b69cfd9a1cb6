package io.felucca.diff.compare;

import static io.felucca.linux.Open.O_DIRECTORY;
import static io.felucca.linux.Open.O_NOFOLLOW;
import static io.felucca.linux.Open.O_RDONLY;

import io.felucca.linux.Directory;
import io.felucca.linux.Fd;
import io.felucca.linux.FileName;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeSet;

/** One side's directory, open. */
record Folder(Fd fd) implements AutoCloseable {
  /** As bytes, so that layers do not depend on how a language orders text. */
  static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(FileName.encode(a), FileName.encode(b));

  static Folder open(Node node) throws LinuxException {
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
    return new Folder(Open.at(node.folder(), node.name(), flags, 0));
  }

  void addNamesTo(TreeSet<String> names) throws LinuxException {
    for (Directory.Entry entry : Directory.list(fd)) {
      names.add(entry.name());
    }
  }

  /** Null where there is no such name, or not any more. */
  Node find(String name) throws LinuxException {
    Stat stat = Stat.ifExists(fd, name);
    return stat == null ? null : new Node(fd, name, stat);
  }

  @Override
  public void close() {
    fd.close();
  }
}
