package io.felucca.diff.apply;

import static io.felucca.linux.Open.O_DIRECTORY;
import static io.felucca.linux.Open.O_PATH;
import static io.felucca.linux.Open.O_RDONLY;

import io.felucca.linux.Attributes;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a directory that had to be made in an overlay's upper layer look like the one below, as
 * overlay itself does when it copies one up.
 */
final class LowerParents implements Tree.NewParents {
  private static final int USUAL = 0755;
  private static final long INSIDE = Open.RESOLVE_IN_ROOT | Open.RESOLVE_NO_MAGICLINKS;

  private final Process process;
  private final List<Path> lowers;

  /**
   * @param lowers the uppermost first; none where the tree is no upper layer
   */
  LowerParents(Process process, List<Path> lowers) {
    this.process = process;
    this.lowers = lowers;
  }

  @Override
  public void made(Dir directory) throws IOException {
    if ((USUAL & process.umask()) != 0 || directory.passesGroup()) {
      Attributes.chmod(directory.fd(), USUAL);
    }
    for (Path lower : lowers) {
      if (copyFrom(lower, directory)) {
        return;
      }
    }
  }

  /** Whether the search ends: something is there, though perhaps no directory. */
  private static boolean copyFrom(Path lower, Dir directory) throws IOException {
    try (Fd root = Open.path(lower, O_PATH | O_DIRECTORY);
        Fd below = Open.resolving(root, directory.path(), O_RDONLY | O_DIRECTORY, 0, INSIDE)) {
      copy(below, directory.fd());
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      if (e.is(Errno.ENOTDIR)) {
        return true;
      }
      throw e;
    }
  }

  private static void copy(Fd from, Fd to) throws LinuxException {
    Stat stat = Stat.of(from);
    Attributes.chown(to, stat.uid(), stat.gid());
    Attributes.chmod(to, stat.permissions());
    for (String name : Xattrs.list(from)) {
      byte[] value = name.startsWith("trusted.") ? null : Xattrs.get(from, name);
      if (value != null) {
        Xattrs.set(to, name, value);
      }
    }
    Attributes.times(to, stat.accessed(), stat.modified());
  }
}
