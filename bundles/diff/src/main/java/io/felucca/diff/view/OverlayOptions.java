package io.felucca.diff.view;

import io.felucca.api.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the options of an overlay mount say (kernel's Documentation/filesystems/overlayfs.rst).
 *
 * @param upper the writable layer; null where there is none
 * @param lowers read-only layers, the uppermost first
 * @param others all other options but {@code workdir} and {@code volatile}
 */
public record OverlayOptions(Path upper, List<Path> lowers, List<String> others) {
  private static final String UPPER = "upperdir=";
  private static final String LOWER = "lowerdir=";

  public static OverlayOptions of(Mount mount) {
    Path upper = null;
    List<Path> lowers = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String option : mount.options()) {
      if (option.startsWith(UPPER)) {
        upper = Path.of(unescape(option.substring(UPPER.length())));
      } else if (option.startsWith(LOWER)) {
        split(option.substring(LOWER.length()), lowers);
      } else if (!isWritersOwn(option)) {
        others.add(option);
      }
    }
    return new OverlayOptions(upper, lowers, others);
  }

  /** Of no meaning, or forbidden, for a second mount of the same layers. */
  private static boolean isWritersOwn(String option) {
    return option.startsWith("workdir=") || option.contains("volatile") || option.equals("rw");
  }

  /** Separated by colons; a backslash takes the meaning from one. */
  private static void split(String list, List<Path> to) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '\\' && i + 1 < list.length()) {
        path.append(list.charAt(++i));
      } else if (c == ':') {
        add(path, to);
      } else {
        path.append(c);
      }
    }
    add(path, to);
  }

  private static void add(StringBuilder path, List<Path> to) {
    if (path.length() > 0) {
      to.add(Path.of(path.toString()));
      path.setLength(0);
    }
  }

  private static String unescape(String path) {
    return path.replaceAll("\\\\(.)", "$1");
  }

  /** Whether overlay keeps its notes in {@code user.*} attributes. */
  public boolean userXattrs() {
    return others.contains("userxattr");
  }

  /** What the names of overlay's attributes begin with. */
  public String xattrPrefix() {
    return userXattrs() ? "user.overlay." : "trusted.overlay.";
  }

  /**
   * Whether the upper layer by itself tells what has changed against {@code lower}. Where the
   * kernel keeps hard links together (index), names change that are not in it.
   */
  public boolean changesOnly(List<Mount> lower) {
    return upper != null
        && OverlayDefaults.isOff("index", others)
        && OverlayDefaults.isOff("metacopy", others)
        && lower.size() == 1
        && lower.get(0).target().isEmpty()
        && lowers.equals(layersOf(lower.get(0)));
  }

  private static List<Path> layersOf(Mount lower) {
    if (!lower.type().equals("overlay")) {
      return View.isPlainBind(List.of(lower)) ? List.of(Path.of(lower.source())) : List.of();
    }
    OverlayOptions overlay = of(lower);
    return overlay.upper == null ? overlay.lowers : List.of();
  }

  /** The attribute that makes a directory hide what lies below it. */
  public String opaqueXattr() {
    return xattrPrefix() + "opaque";
  }

  /** All layers as a mount that cannot be written to. */
  public Mount readOnly() {
    List<Path> layers = new ArrayList<>(lowers);
    if (upper != null) {
      layers.add(0, upper);
    }
    List<String> options = new ArrayList<>(others);
    options.add(LOWER + String.join(":", layers.stream().map(OverlayOptions::escape).toList()));
    options.add("ro");
    return Mount.of("overlay", "overlay", options);
  }

  private static String escape(Path layer) {
    return layer.toString().replace("\\", "\\\\").replace(":", "\\:");
  }
}
