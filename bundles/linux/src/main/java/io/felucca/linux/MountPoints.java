package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds out where something is mounted. */
final class MountPoints {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_NO_AUTOMOUNT = 0x800;
  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;
  private static final int ATTRIBUTES_AT = 8;
  private static final int ATTRIBUTES_MASK_AT = 56;
  private static final int STATX_SIZE = 256;

  private MountPoints() {}

  /** Those at a path and below it, the deepest first. */
  static List<String> under(Path path) throws IOException {
    String top = place(path);
    String inside = top.equals("/") ? top : top + "/";
    Set<String> points = new LinkedHashSet<>();
    for (MountInfo mount : MountInfo.read()) {
      String point = mount.mountPoint();
      if (point.equals(top) || point.startsWith(inside)) {
        points.add(point);
      }
    }
    List<String> deepestFirst = new ArrayList<>(points);
    deepestFirst.sort(Comparator.comparingInt(String::length).reversed());
    return deepestFirst;
  }

  /**
   * The path as the kernel's table has it. Its last part is not looked at, because what is mounted
   * there may not answer any more (FUSE, NFS).
   */
  private static String place(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null || Stat.ifExists(parent) == null) {
      return absolute.toString();
    }
    return parent.toRealPath().resolve(absolute.getFileName()).toString();
  }

  static boolean isOne(Path path) throws IOException {
    try (Frame f = new Frame()) {
      long x = f.bytes(STATX_SIZE);
      int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
      Libc.STATX.check(path, Fd.CWD.value(), f.string(path.toString()), flags, 0, x);
      if ((Frame.getLong(x + ATTRIBUTES_MASK_AT) & STATX_ATTR_MOUNT_ROOT) != 0) {
        return (Frame.getLong(x + ATTRIBUTES_AT) & STATX_ATTR_MOUNT_ROOT) != 0;
      }
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return false;
      }
      // ENOTCONN, ESTALE, EIO: mounted, but nobody answers
    }
    return under(path).contains(place(path));
  }
}
