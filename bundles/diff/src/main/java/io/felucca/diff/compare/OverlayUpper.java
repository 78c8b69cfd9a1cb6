package io.felucca.diff.compare;

import io.felucca.linux.LinuxException;
import io.felucca.linux.Xattrs;

/**
 * Reads an overlay's upper layer by itself: what is not in it has not changed (kernel's
 * Documentation/filesystems/overlayfs.rst).
 */
final class OverlayUpper {
  private final String prefix;

  /**
   * @param prefix of overlay's attributes: {@code trusted.overlay.} or {@code user.overlay.}
   */
  OverlayUpper(String prefix) {
    this.prefix = prefix;
  }

  /** The layer cannot be understood without mounting it. */
  static final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPlain(String why) {
      super(why, null, false, false);
    }
  }

  /** Whether nothing of lower layers is seen in this directory. */
  boolean isOpaque(Folder folder) throws LinuxException {
    if (Xattrs.get(folder.fd(), prefix + "redirect") != null) {
      throw new NotPlain("a renamed directory");
    }
    byte[] value = Xattrs.get(folder.fd(), prefix + "opaque");
    if (value == null) {
      return false;
    }
    if (value.length != 1 || value[0] != 'y') {
      throw new NotPlain("removals told by attributes");
    }
    return true;
  }

  /** Throws where a file's data is still in a lower layer. */
  void checkFile(Node node) throws LinuxException {
    if (Xattrs.get(node.folder(), node.name(), prefix + "metacopy") != null) {
      throw new NotPlain("a file without its data");
    }
  }
}
