package io.felucca.diff.compare;

import static io.felucca.linux.Open.O_NOFOLLOW;
import static io.felucca.linux.Open.O_NONBLOCK;
import static io.felucca.linux.Open.O_RDONLY;

import io.felucca.linux.At;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import java.nio.ByteBuffer;

/**
 * Tells whether a file is still the one it was, without reading it where that can be avoided.
 *
 * <p>Times of whole seconds may have been cut on the way through an archive, so there the content
 * is compared (containerd's rule).
 */
final class Sameness {
  private static final int PIECE = 64 << 10;

  private ByteBuffer one;
  private ByteBuffer other;

  boolean same(Node lower, Node upper) throws LinuxException {
    Stat was = lower.stat();
    Stat is = upper.stat();
    if (was.sameFile(is)) {
      return true;
    }
    return was.mode() == is.mode()
        && was.uid() == is.uid()
        && was.gid() == is.gid()
        && was.rdev() == is.rdev()
        && Carried.same(lower, upper)
        && (is.isDirectory() || sameContent(lower, upper));
  }

  private boolean sameContent(Node lower, Node upper) throws LinuxException {
    Stat was = lower.stat();
    Stat is = upper.stat();
    if (was.size() != is.size() || !was.modified().equals(is.modified())) {
      return false;
    }
    if (is.modified().getNano() != 0) {
      return true;
    }
    if (is.isSymlink()) {
      return readlink(lower).equals(readlink(upper));
    }
    return !is.isRegular() || is.size() == 0 || sameBytes(lower, upper);
  }

  private static String readlink(Node node) throws LinuxException {
    return At.readlink(node.folder(), node.name());
  }

  private boolean sameBytes(Node lower, Node upper) throws LinuxException {
    if (one == null) {
      one = ByteBuffer.allocateDirect(PIECE);
      other = ByteBuffer.allocateDirect(PIECE);
    }
    try (Fd was = open(lower);
        Fd is = open(upper)) {
      while (true) {
        int count = fill(was, one.clear());
        if (count != fill(is, other.clear()) || !one.flip().equals(other.flip())) {
          return false;
        }
        if (count == 0) {
          return true;
        }
      }
    }
  }

  private static Fd open(Node node) throws LinuxException {
    return Open.at(node.folder(), node.name(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  }

  private static int fill(Fd file, ByteBuffer into) throws LinuxException {
    while (into.hasRemaining() && file.read(into) > 0) {
      // until it is full or the file ends
    }
    return into.position();
  }
}
