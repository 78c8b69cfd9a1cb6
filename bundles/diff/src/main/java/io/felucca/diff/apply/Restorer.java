package io.felucca.diff.apply;

import io.felucca.diff.tar.TarEntry;
import io.felucca.linux.Attributes;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Xattrs;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;

/**
 * Gives what has been unpacked its owner, attributes, permissions and times.
 *
 * <p>In this order: a new owner clears set-ID bits and capabilities. What a new file has already is
 * not set again. Attributes of {@code trusted.*} are the host's own and are never taken from a
 * layer.
 */
final class Restorer {
  private static final Logger LOG = System.getLogger("io.felucca.diff");

  private static final int SET_ID = 07000;

  /** Times that do not fit the 64-bit nanoseconds of Go programs. */
  private static final Instant LATEST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L);

  private final Process process;
  private final boolean overlayInUserXattrs;

  /**
   * @param overlayInUserXattrs whether {@code user.overlay.*} is the host's own too
   */
  Restorer(Process process, boolean overlayInUserXattrs) {
    this.process = process;
    this.overlayInUserXattrs = overlayInUserXattrs;
  }

  /** For a file that has just been made, with these permissions as far as the umask allows. */
  void file(Fd file, Dir parent, TarEntry entry) throws IOException {
    boolean owned = ownsAlready(parent, entry);
    if (!owned) {
      Attributes.chown(file, entry.uid(), entry.gid());
    }
    if (!entry.xattrs().isEmpty()) {
      xattrs(entry, (name, value) -> Xattrs.set(file, name, value), true);
    }
    if ((entry.mode() & (process.umask() | SET_ID)) != 0) {
      Attributes.chmod(file, entry.mode());
    }
    Attributes.times(file, accessed(entry), modified(entry));
  }

  /** Times come last of all: see {@link DirTimes}. */
  void directory(Fd directory, TarEntry entry) throws IOException {
    Attributes.chown(directory, entry.uid(), entry.gid());
    xattrs(entry, (name, value) -> Xattrs.set(directory, name, value), true);
    Attributes.chmod(directory, entry.mode());
  }

  /** For links, devices and FIFOs, which are not opened. */
  void named(Dir parent, String name, TarEntry entry) throws IOException {
    Attributes.chown(parent.fd(), name, entry.uid(), entry.gid());
    xattrs(entry, (key, value) -> Xattrs.set(parent.fd(), name, key, value), false);
    if (entry.type() != TarEntry.SYMLINK) {
      chmod(parent, name, entry.mode());
    }
    Attributes.times(parent.fd(), name, accessed(entry), modified(entry));
  }

  /** A hard link may lead to a symbolic link, which has no permissions. */
  private static void chmod(Dir parent, String name, int mode) throws LinuxException {
    try {
      Attributes.chmod(parent.fd(), name, mode);
    } catch (LinuxException e) {
      if (!e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
    }
  }

  /** A new file has our user, and either our group or its directory's. */
  private boolean ownsAlready(Dir parent, TarEntry entry) {
    return entry.uid() == process.uid()
        && entry.gid() == process.gid()
        && entry.gid() == parent.gid();
  }

  @FunctionalInterface
  private interface Setter {
    void set(String name, byte[] value) throws LinuxException;
  }

  private void xattrs(TarEntry entry, Setter setter, boolean takesUserXattrs) throws IOException {
    for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
      if (isHosts(xattr.getKey())) {
        warn(entry, xattr.getKey(), "it is the host's own");
      } else {
        set(entry, xattr.getKey(), xattr.getValue(), setter, takesUserXattrs);
      }
    }
  }

  private boolean isHosts(String name) {
    return name.startsWith("trusted.") || overlayInUserXattrs && name.startsWith("user.overlay.");
  }

  private static void set(
      TarEntry entry, String name, byte[] value, Setter setter, boolean takesUserXattrs)
      throws LinuxException {
    try {
      setter.set(name, value);
    } catch (LinuxException e) {
      boolean cannot = e.is(Errno.EPERM) && name.startsWith("user.") && !takesUserXattrs;
      if (!cannot && !e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
      warn(entry, name, e.getMessage());
    }
  }

  private static void warn(TarEntry entry, String name, String why) {
    LOG.log(
        Level.WARNING,
        "attribute of layer ignored name={0} xattr={1} reason={2}",
        entry.name(),
        name,
        why);
  }

  static Instant accessed(TarEntry entry) {
    boolean later = entry.accessed().isAfter(entry.modified());
    return bound(later ? entry.accessed() : entry.modified());
  }

  static Instant modified(TarEntry entry) {
    return bound(entry.modified());
  }

  /** As containerd has it: what no 64-bit count of nanoseconds since 1970 can hold is 1970. */
  private static Instant bound(Instant time) {
    return time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) ? Instant.EPOCH : time;
  }
}
