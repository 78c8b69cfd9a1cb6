package io.felucca.diff.apply;

import static io.felucca.linux.Open.O_CREAT;
import static io.felucca.linux.Open.O_DIRECTORY;
import static io.felucca.linux.Open.O_EXCL;
import static io.felucca.linux.Open.O_NOFOLLOW;
import static io.felucca.linux.Open.O_PATH;
import static io.felucca.linux.Open.O_RDONLY;
import static io.felucca.linux.Open.O_WRONLY;

import io.felucca.linux.Attributes;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.FileData;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies a file of a lower layer into the upper one, for a hard link to it: two layers cannot share
 * a file. Overlay does the same when somebody makes such a link.
 */
final class CopyUp {
  private static final long INSIDE = Open.RESOLVE_IN_ROOT | Open.RESOLVE_NO_MAGICLINKS;

  private final Tree tree;
  private final List<Path> lowers;

  /**
   * @param lowers the uppermost first; none where lower layers are in the tree itself
   */
  CopyUp(Tree tree, List<Path> lowers) {
    this.tree = tree;
    this.lowers = lowers;
  }

  /** False where no lower layer has such a file. */
  boolean copy(String folder, String name) throws IOException {
    for (Path lower : lowers) {
      try (Fd root = Open.path(lower, O_PATH | O_DIRECTORY);
          Fd from = openFolder(root, folder)) {
        Stat stat = from == null ? null : Stat.ifExists(from, name);
        if (stat != null) {
          return stat.isRegular() && copy(from, name, stat, tree.directory(folder));
        }
      }
    }
    return false;
  }

  private static Fd openFolder(Fd root, String folder) throws LinuxException {
    try {
      String path = folder.isEmpty() ? "." : folder;
      return Open.resolving(root, path, O_PATH | O_DIRECTORY, 0, INSIDE);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  private static boolean copy(Fd from, String name, Stat stat, Dir to) throws LinuxException {
    int create = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
    try (Fd old = Open.at(from, name, O_RDONLY | O_NOFOLLOW, 0);
        Fd copy = Open.at(to.fd(), name, create, 0600)) {
      FileData.copy(old, copy);
      Attributes.chown(copy, stat.uid(), stat.gid());
      for (String xattr : Xattrs.list(old)) {
        byte[] value = xattr.startsWith("trusted.") ? null : Xattrs.get(old, xattr);
        if (value != null) {
          Xattrs.set(copy, xattr, value);
        }
      }
      Attributes.chmod(copy, stat.permissions());
      Attributes.times(copy, stat.accessed(), stat.modified());
      return true;
    }
  }
}
