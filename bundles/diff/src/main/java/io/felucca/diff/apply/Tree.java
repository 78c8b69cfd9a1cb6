package io.felucca.diff.apply;

import static io.felucca.linux.Open.O_DIRECTORY;
import static io.felucca.linux.Open.O_RDONLY;

import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds directories below a root that no name leads out of, and keeps the last ones open.
 *
 * <p>Links are followed as if the root were "/". What a directory's descriptor is used for goes
 * nowhere else, even if somebody changes the tree meanwhile.
 */
final class Tree implements AutoCloseable {
  private static final int KEPT = 128;
  private static final long STRAIGHT =
      Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS | Open.RESOLVE_NO_MAGICLINKS;

  private final Fd root;
  private final NewParents newParents;
  private final Map<String, Dir> open = new LinkedHashMap<>(KEPT, 0.75f, true);

  Tree(Fd root, NewParents newParents) {
    this.root = root;
    this.newParents = newParents;
  }

  /** What is done to a directory that a member needs and nobody had made. */
  @FunctionalInterface
  interface NewParents {
    void made(Dir directory) throws IOException;
  }

  /** The directory at a clean path; made where it is missing, its parents too. */
  Dir directory(String path) throws IOException {
    Dir dir = existing(path);
    return dir != null ? dir : keep(path, new Walk(root, newParents).to(path));
  }

  /** The same, but null where it is missing. */
  Dir existing(String path) throws IOException {
    Dir dir = open.get(path);
    if (dir != null) {
      return dir;
    }
    dir = straight(path);
    if (dir == null) {
      dir = new Walk(root, null).to(path);
    }
    return dir == null ? null : keep(path, dir);
  }

  /** One call where no link is on the way; null where it is not that easy. */
  private Dir straight(String path) throws LinuxException {
    try {
      String name = path.isEmpty() ? "." : path;
      return Dir.of(Open.resolving(root, name, O_RDONLY | O_DIRECTORY, 0, STRAIGHT), path);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ELOOP, Errno.ENOTDIR, Errno.ENAMETOOLONG)
          || e.is(Errno.ENOSYS, Errno.EPERM)) {
        return null;
      }
      throw e;
    }
  }

  /** Takes over an open directory, in place of one that was open for that path. */
  Dir keep(String path, Dir dir) {
    Dir old = open.put(path, dir);
    if (old != null) {
      old.close();
    }
    if (open.size() > KEPT) {
      Iterator<Dir> eldest = open.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
    return dir;
  }

  /** Something below {@code parent} was replaced: other paths may lead elsewhere now. */
  void forgetAllBut(Dir parent) {
    for (Iterator<Dir> dirs = open.values().iterator(); dirs.hasNext(); ) {
      Dir dir = dirs.next();
      if (dir != parent) {
        dir.close();
        dirs.remove();
      }
    }
  }

  @Override
  public void close() {
    forgetAllBut(null);
  }
}
