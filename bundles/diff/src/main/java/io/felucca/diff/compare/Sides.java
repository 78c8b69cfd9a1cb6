package io.felucca.diff.compare;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.diff.view.OverlayOptions;
import io.felucca.diff.view.View;
import io.felucca.linux.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Both file systems, reachable for reading. */
final class Sides implements AutoCloseable {
  private final List<Mount> upperMounts;
  private final Path temp;
  private final View lower;
  private View upper;
  private OverlayUpper overlay;

  private Sides(List<Mount> upperMounts, Path temp, View lower) {
    this.upperMounts = upperMounts;
    this.temp = temp;
    this.lower = lower;
  }

  /**
   * Opens both; where the upper one is an overlay over the lower one, its upper layer is enough.
   */
  static Sides open(List<Mount> lower, List<Mount> upper, Path temp) throws IOException {
    if (upper.isEmpty()) {
      throw Fault.invalid("no mounts to make the layer of");
    }
    View lowerView = lower.isEmpty() ? null : View.readable(lower, temp);
    Sides sides = new Sides(upper, temp, lowerView);
    try {
      sides.openUpper(lower);
      return sides;
    } catch (IOException | RuntimeException e) {
      sides.close();
      throw e;
    }
  }

  private void openUpper(List<Mount> lowerMounts) throws IOException {
    if (upperMounts.size() == 1 && upperMounts.get(0).type().equals("overlay")) {
      OverlayOptions options = OverlayOptions.of(upperMounts.get(0));
      if (options.changesOnly(lowerMounts)) {
        upper = View.of(options.upper());
        overlay = new OverlayUpper(options.xattrPrefix());
        return;
      }
    }
    upper = View.readable(upperMounts, temp);
  }

  /** Gives up the short way: the whole upper file system is mounted and walked through. */
  void mountUpper() throws IOException {
    View whole = View.readable(upperMounts, temp);
    upper.close();
    upper = whole;
    overlay = null;
  }

  /** Null for nothing. */
  Fd lower() {
    return lower == null ? null : lower.root();
  }

  Fd upper() {
    return upper.root();
  }

  /** How to read the upper side where it is an overlay's upper layer, else null. */
  OverlayUpper overlay() {
    return overlay;
  }

  @Override
  public void close() {
    if (upper != null) {
      upper.close();
    }
    if (lower != null) {
      lower.close();
    }
  }
}
