package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Path;

/** Tells whether a path is the root of a mount: STATX_ATTR_MOUNT_ROOT of statx(2). */
final class MountRoot {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_NO_AUTOMOUNT = 0x800;
  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;
  private static final int ATTRIBUTES_AT = 8;
  private static final int ATTRIBUTES_MASK_AT = 56;
  private static final int SIZE = 256;

  private MountRoot() {}

  static boolean test(Path path) throws IOException {
    try (Frame f = new Frame()) {
      long x = f.bytes(SIZE);
      int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
      Libc.STATX.check(path, Fd.CWD.value(), f.string(path.toString()), flags, 0, x);
      if ((Frame.getLong(x + ATTRIBUTES_MASK_AT) & STATX_ATTR_MOUNT_ROOT) != 0) {
        return (Frame.getLong(x + ATTRIBUTES_AT) & STATX_ATTR_MOUNT_ROOT) != 0;
      }
    }
    return inTable(path);
  }

  /** Before kernel 5.8. */
  private static boolean inTable(Path path) throws IOException {
    String point = path.toRealPath().toString();
    for (MountInfo mount : MountInfo.read()) {
      if (mount.mountPoint().equals(point)) {
        return true;
      }
    }
    return false;
  }
}
