package io.felucca.diff.compare;

import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * Walks through two trees side by side and tells what changed from the lower one to the upper one.
 *
 * <p>Directories stay open on the way down and no link is followed, so that a container that is
 * running cannot lead us out of its file system. Sockets do not exist here: no layer can hold them.
 */
final class Walk implements AutoCloseable {
  private final Changes changes;
  private final OverlayUpper overlay;
  private final Runnable stillWanted;
  private final Sameness sameness = new Sameness();
  private final Deque<Level> levels = new ArrayDeque<>();

  /**
   * A directory on the way down.
   *
   * @param lower null where there was none
   * @param partial whether names that the upper side lacks are as they were
   */
  private record Level(
      String path, Folder lower, Folder upper, boolean partial, Iterator<String> names)
      implements AutoCloseable {
    String child(String name) {
      return path.isEmpty() ? name : path + "/" + name;
    }

    @Override
    public void close() {
      upper.close();
      if (lower != null) {
        lower.close();
      }
    }
  }

  /**
   * @param overlay how to read the upper tree where it is an overlay's upper layer; null where it
   *     is whole
   */
  Walk(Changes changes, OverlayUpper overlay, Runnable stillWanted) {
    this.changes = changes;
    this.overlay = overlay;
    this.stillWanted = stillWanted;
  }

  /**
   * @param lower null for nothing
   */
  void run(Fd lower, Fd upper) throws IOException {
    enter("", lower == null ? null : new Folder(lower.dup()), new Folder(upper.dup()));
    while (!levels.isEmpty()) {
      Level level = levels.peek();
      if (level.names.hasNext()) {
        stillWanted.run();
        visit(level, level.names.next());
      } else {
        levels.pop().close();
      }
    }
  }

  private void enter(String path, Folder lower, Folder upper) throws IOException {
    try {
      boolean partial = overlay != null && !overlay.isOpaque(upper);
      TreeSet<String> names = new TreeSet<>(Folder.BY_BYTES);
      upper.addNamesTo(names);
      if (lower != null && !partial) {
        lower.addNamesTo(names);
      }
      levels.push(new Level(path, lower, upper, partial, names.iterator()));
    } catch (IOException | RuntimeException e) {
      new Level(path, lower, upper, false, null).close();
      throw e;
    }
  }

  private void visit(Level level, String name) throws IOException {
    Node was = level.lower == null ? null : level.lower.find(name);
    Node is = level.upper.find(name);
    if (is == null && level.partial) {
      // it has gone from the upper layer while we looked
      return;
    }
    if (is == null || isNothing(is)) {
      if (was != null) {
        changes.removed(level.child(name));
      }
      return;
    }
    tell(level.child(name), was, is);
    if (is.stat().isDirectory()) {
      descend(level.child(name), was, is);
    }
  }

  private boolean isNothing(Node node) {
    return node.stat().kind() == Stat.S_IFSOCK || overlay != null && node.stat().isWhiteout();
  }

  private void tell(String path, Node was, Node is) throws IOException {
    if (overlay != null && is.stat().isRegular()) {
      overlay.checkFile(is);
    }
    if (was == null || !sameness.same(was, is)) {
      changes.changed(path, is);
    } else if (!is.stat().isDirectory() && is.stat().nlink() > 1) {
      changes.unchanged(path, is);
    }
  }

  private void descend(String path, Node was, Node is) throws IOException {
    Folder upper;
    try {
      upper = Folder.open(is);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
        // replaced while we looked
        return;
      }
      throw e;
    }
    enter(path, was != null && was.stat().isDirectory() ? Folder.open(was) : null, upper);
  }

  @Override
  public void close() {
    levels.forEach(Level::close);
    levels.clear();
  }
}
