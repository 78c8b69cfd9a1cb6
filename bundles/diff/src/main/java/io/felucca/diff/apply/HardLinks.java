package io.felucca.diff.apply;

import io.felucca.api.Fault;
import io.felucca.diff.tar.TarEntry;
import io.felucca.linux.At;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Stat;
import java.io.IOException;

/** Makes hard links, whose targets are found below the root like any other name. */
final class HardLinks {
  private final Tree tree;
  private final CopyUp copyUp;

  HardLinks(Tree tree, CopyUp copyUp) {
    this.tree = tree;
    this.copyUp = copyUp;
  }

  /** What to do with a name that is taken. */
  @FunctionalInterface
  interface Removal {
    void remove(Dir parent, String name) throws IOException;
  }

  void make(Dir parent, String name, TarEntry entry, Removal removal) throws IOException {
    String path = Names.clean(entry.link());
    int slash = path.lastIndexOf('/');
    String folder = slash < 0 ? "" : path.substring(0, slash);
    String target = path.substring(slash + 1);
    if (!exists(folder, target) && !copyUp.copy(folder, target)) {
      throw Fault.invalid(
          "invalid layer: %s is a hard link to %s, which is not there", entry.name(), entry.link());
    }
    if (!link(folder, target, parent, name)) {
      removal.remove(parent, name);
      link(folder, target, parent, name);
    }
  }

  private boolean exists(String folder, String target) throws IOException {
    Dir from = tree.existing(folder);
    return from != null && Stat.ifExists(from.fd(), target) != null;
  }

  /** False where the name is taken by something else. */
  private boolean link(String folder, String target, Dir parent, String name) throws IOException {
    Dir from = tree.existing(folder);
    try {
      At.link(from.fd(), target, parent.fd(), name);
      return true;
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    return Stat.at(from.fd(), target).sameFile(Stat.at(parent.fd(), name));
  }
}
