package io.felucca.diff.apply;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.diff.view.OverlayOptions;
import io.felucca.diff.view.View;
import io.felucca.linux.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a layer is unpacked: the upper layer of an overlay, which need not be mounted for it, or
 * what the mounts make up.
 *
 * @param overlay null where it is a tree without layers
 */
record Target(View view, OverlayOptions overlay) implements AutoCloseable {
  static Target of(List<Mount> mounts, Path temp, Process process) throws IOException {
    if (mounts.isEmpty()) {
      throw Fault.invalid("no mounts to unpack the layer on");
    }
    // inside of a user namespace overlay's marks cannot be made, but overlay can make them
    if (mounts.size() == 1
        && mounts.get(0).type().equals("overlay")
        && !process.inUserNamespace()) {
      OverlayOptions overlay = OverlayOptions.of(mounts.get(0));
      if (overlay.upper() != null) {
        return new Target(View.of(overlay.upper()), overlay);
      }
    }
    return new Target(View.writable(mounts, temp), null);
  }

  Fd root() {
    return view.root();
  }

  Whiteouts whiteouts(Tree tree, Seen seen) {
    return overlay == null
        ? new PlainWhiteouts(tree, seen)
        : new OverlayWhiteouts(overlay.opaqueXattr(), tree, seen);
  }

  List<Path> lowers() {
    return overlay == null ? List.of() : overlay.lowers();
  }

  boolean overlayInUserXattrs() {
    return overlay != null && overlay.userXattrs();
  }

  @Override
  public void close() {
    view.close();
  }
}
