package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Overlays whose options do not fit into the page that mount(2) takes.
 *
 * <p>The new mount API gives the layers one by one. A kernel before 6.7 cannot; there the layers
 * are named relative to the directory that they share, by a thread that works in it.
 */
final class LongOverlay {
  private LongOverlay() {}

  static void mount(MountOrder order) throws IOException {
    Overlay overlay = Overlay.parse(order.options().data());
    try (MountTree tree = overlay.mount(order.source(), order.options())) {
      tree.attach(order.target());
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL, Errno.ENOSYS) || !mountedRelative(order, overlay, e)) {
        throw e;
      }
    }
  }

  private static boolean mountedRelative(MountOrder order, Overlay overlay, LinuxException first) {
    try {
      return mountRelative(order, overlay);
    } catch (IOException e) {
      first.addSuppressed(e);
      return false;
    }
  }

  /** False where the layers share no directory or are too many even so. */
  static boolean mountRelative(MountOrder order, Overlay overlay) throws IOException {
    Path base = commonParent(overlay.lowers());
    String data = base == null ? "" : relativeData(overlay, base);
    if (base == null || data.length() > MountOrder.LONGEST_DATA) {
      return false;
    }
    OwnThread.io(
        "overlay-mount",
        () -> {
          Namespaces.unshare(Namespaces.CLONE_FS);
          changeDirectory(base);
          Path target = order.target().toAbsolutePath();
          Mounts.mount(order.type(), order.source(), target, order.options().flags(), data);
          return null;
        });
    return true;
  }

  private static void changeDirectory(Path to) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.CHDIR.check(to, f.string(to.toString()));
    }
  }

  private static Path commonParent(List<String> layers) {
    Path common = null;
    for (String layer : layers) {
      Path parent = Path.of(layer).getParent();
      common = common == null ? parent : shared(common, parent);
    }
    return common;
  }

  private static Path shared(Path a, Path b) {
    Path common = a;
    while (common != null && !b.startsWith(common)) {
      common = common.getParent();
    }
    return common;
  }

  private static String relativeData(Overlay overlay, Path base) {
    List<String> layers = new ArrayList<>();
    for (String layer : overlay.lowers()) {
      layers.add(base.relativize(Path.of(layer)).toString());
    }
    List<String> options = new ArrayList<>(overlay.others());
    options.add(overlay.over(layers).lowerdir());
    return String.join(",", options);
  }
}
