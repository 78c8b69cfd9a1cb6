package io.felucca.diff.apply;

import io.felucca.diff.tar.TarEntry;
import io.felucca.linux.At;
import io.felucca.linux.Attributes;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import java.io.IOException;

/** The tree is the upper layer of an overlay, which has marks of its own. */
final class OverlayWhiteouts implements Whiteouts {
  private static final byte[] YES = {'y'};

  private final String opaqueXattr;
  private final Tree tree;
  private final Seen seen;

  OverlayWhiteouts(String opaqueXattr, Tree tree, Seen seen) {
    this.opaqueXattr = opaqueXattr;
    this.tree = tree;
    this.seen = seen;
  }

  @Override
  public void opaque(Dir directory) throws IOException {
    Xattrs.set(directory.fd(), opaqueXattr, YES);
  }

  @Override
  public void remove(Dir parent, String name, TarEntry mark) throws IOException {
    if (seen.has(parent.child(name))) {
      hideBelow(parent, name);
      return;
    }
    try {
      make(parent, name);
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      boolean directory = Stat.at(parent.fd(), name).isDirectory();
      new Remover(path -> false).remove(parent.fd(), name, directory, "");
      tree.forgetAllBut(parent);
      make(parent, name);
    }
    if (mark.uid() != 0 || mark.gid() != 0) {
      Attributes.chown(parent.fd(), name, mark.uid(), mark.gid());
    }
  }

  /** A character device 0/0. */
  private static void make(Dir parent, String name) throws LinuxException {
    At.mknod(parent.fd(), name, Stat.S_IFCHR, 0);
  }

  /** A file hides lower ones anyway, a directory has to be told. */
  private void hideBelow(Dir parent, String name) throws LinuxException {
    Stat stat = Stat.ifExists(parent.fd(), name);
    if (stat != null && stat.isDirectory()) {
      Xattrs.set(parent.fd(), name, opaqueXattr, YES);
    }
  }

  @Override
  public void replaced(Dir directory) throws IOException {
    opaque(directory);
  }
}
