package io.felucca.linux;

import static io.felucca.linux.MountFlags.*;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Mounts with options {@code uidmap=} and {@code gidmap=}: of an overlay the layers are mapped, of
 * a bind mount the source. An overlay's upperdir is not: its owner is what the container's root is
 * on the host.
 *
 * <p>Overlayfs takes a layer only from a path in the mount namespace of the caller, and keeps a
 * copy of the mount. So the mapped layers are placed in a namespace of a thread that dies after the
 * overlay is made: nobody else sees them, and even a crash leaves none behind.
 */
final class IdmappedMount {
  private IdmappedMount() {}

  static void mount(MountOrder order) throws IOException {
    MountOptions options = order.options();
    try (Fd namespace = Idmap.userNamespace(options.uids(), options.gids())) {
      if (options.has(MS_BIND)) {
        Path source = Path.of(order.source());
        Idmap.bind(source, order.target(), namespace, options.has(MS_REC));
      } else if (order.type().equals(Overlay.TYPE)) {
        overlay(order, namespace);
      } else {
        throw new LinuxException("mount with mapped ids", order.target(), Errno.EOPNOTSUPP);
      }
    }
  }

  private static void overlay(MountOrder order, Fd namespace) throws IOException {
    try (MountTree tree = OwnThread.io("overlay-idmap", () -> assemble(order, namespace))) {
      tree.attach(order.target());
    }
  }

  /** Uses the target as the place for the layers, which is hidden by that here only. */
  private static MountTree assemble(MountOrder order, Fd namespace) throws IOException {
    Overlay overlay = Overlay.parse(order.options().data());
    List<MountTree> mapped = new ArrayList<>();
    try {
      for (String layer : overlay.lowers()) {
        MountTree tree = MountTree.copyOf(Path.of(layer), false);
        mapped.add(tree);
        tree.idmap(namespace);
      }
      Namespaces.unshare(Namespaces.CLONE_NEWNS);
      return assemble(order, overlay, mapped);
    } finally {
      mapped.forEach(MountTree::close);
    }
  }

  private static MountTree assemble(MountOrder order, Overlay overlay, List<MountTree> mapped)
      throws IOException {
    Path stage = order.target().toAbsolutePath();
    Mounts.mount(null, null, Path.of("/"), MS_REC | MS_SLAVE, null);
    Mounts.mount("tmpfs", "layers", stage, 0, null);
    List<String> lowers = new ArrayList<>();
    for (MountTree tree : mapped) {
      Path place = stage.resolve(Integer.toString(lowers.size()));
      At.mkdir(Fd.CWD, place.toString(), 0700);
      tree.attach(place);
      lowers.add(place.toString());
    }
    return mount(order, overlay.over(lowers), stage);
  }

  /** A kernel before 6.7 makes it the old way, at a place that is then left. */
  private static MountTree mount(MountOrder order, Overlay overlay, Path stage)
      throws LinuxException {
    try {
      return overlay.mount(order.source(), order.options());
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
      return mountClassic(order, overlay, stage.resolve("merged"), e);
    }
  }

  static MountTree mountClassic(MountOrder order, Overlay overlay, Path place, LinuxException first)
      throws LinuxException {
    List<String> data = new ArrayList<>(overlay.others());
    data.add(overlay.lowerdir());
    try {
      At.mkdir(Fd.CWD, place.toString(), 0700);
      long flags = order.options().flags();
      Mounts.mount(order.type(), order.source(), place, flags, String.join(",", data));
      return MountTree.copyOf(place, false);
    } catch (LinuxException e) {
      first.addSuppressed(e);
      throw first;
    }
  }
}
