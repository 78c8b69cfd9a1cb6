package io.felucca.linux;

import static io.felucca.linux.MountFlags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Options of an overlay mount, and the mount from them without mount(2)'s limit of a page:
 * Documentation/filesystems/overlayfs.rst of the kernel.
 *
 * @param lowers read-only layers, the uppermost first
 * @param dataOnly layers that give only the content of files in {@code lowers}
 * @param others the other options, upperdir and workdir among them
 */
record Overlay(List<String> lowers, List<String> dataOnly, List<String> others) {
  static final String TYPE = "overlay";

  private static final String LOWERDIR = "lowerdir=";

  static Overlay parse(List<String> data) {
    Overlay overlay = new Overlay(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String option : data) {
      if (option.startsWith(LOWERDIR)) {
        overlay.addLayers(option.substring(LOWERDIR.length()));
      } else {
        overlay.others.add(option);
      }
    }
    return overlay;
  }

  /** Separated by colons; a backslash takes the meaning from one; "::" begins a data-only one. */
  private void addLayers(String list) {
    StringBuilder layer = new StringBuilder();
    boolean data = false;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '\\' && i + 1 < list.length()) {
        layer.append(list.charAt(++i));
      } else if (c != ':') {
        layer.append(c);
      } else {
        addLayer(layer, data);
        data = i + 1 < list.length() && list.charAt(i + 1) == ':';
        i += data ? 1 : 0;
      }
    }
    addLayer(layer, data);
  }

  private void addLayer(StringBuilder layer, boolean data) {
    (data ? dataOnly : lowers).add(layer.toString());
    layer.setLength(0);
  }

  /** As one option of mount(2), for paths that the calling thread sees. */
  String lowerdir() {
    StringJoiner list = new StringJoiner(":", LOWERDIR, "");
    for (String layer : lowers) {
      list.add(escape(layer));
    }
    for (String layer : dataOnly) {
      list.add(":" + escape(layer));
    }
    return list.toString();
  }

  /** A layer's path as {@code lowerdir=} wants it. */
  static String escape(String layer) {
    return layer.replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }

  /** The same overlay over other layers. */
  Overlay over(List<String> otherLowers) {
    return new Overlay(otherLowers, dataOnly, others);
  }

  /**
   * Makes the mount, one layer after the other: from kernel 6.7 on, which knows {@code lowerdir+};
   * EINVAL before.
   */
  MountTree mount(String source, MountOptions options) throws LinuxException {
    try (FileSystemContext context = FileSystemContext.open(TYPE);
        ShortPaths paths = new ShortPaths()) {
      context.set("source", source);
      for (String layer : lowers) {
        context.set("lowerdir+", paths.shorten(layer));
      }
      for (String layer : dataOnly) {
        context.set("datadir+", paths.shorten(layer));
      }
      for (String option : others) {
        setOption(context, option, paths);
      }
      setFlags(context, options);
      context.create();
      return context.mount(attributes(options));
    }
  }

  private static void setOption(FileSystemContext context, String option, ShortPaths paths)
      throws LinuxException {
    int equals = option.indexOf('=');
    if (equals < 0) {
      context.set(option);
    } else {
      context.set(option.substring(0, equals), paths.shorten(option.substring(equals + 1)));
    }
  }

  /** What of the flags belongs to the file system rather than to the mount. */
  private static void setFlags(FileSystemContext context, MountOptions o) throws LinuxException {
    setFlag(context, o, MS_RDONLY, "ro");
    setFlag(context, o, MS_SYNCHRONOUS, "sync");
    setFlag(context, o, MS_DIRSYNC, "dirsync");
    setFlag(context, o, MS_LAZYTIME, "lazytime");
  }

  private static void setFlag(FileSystemContext context, MountOptions o, long flag, String name)
      throws LinuxException {
    if (o.has(flag)) {
      context.set(name);
    }
  }

  private static long attributes(MountOptions o) {
    return (o.has(MS_RDONLY) ? MountTree.MOUNT_ATTR_RDONLY : 0)
        | (o.has(MS_NOSUID) ? MountTree.MOUNT_ATTR_NOSUID : 0)
        | (o.has(MS_NODEV) ? MountTree.MOUNT_ATTR_NODEV : 0)
        | (o.has(MS_NOEXEC) ? MountTree.MOUNT_ATTR_NOEXEC : 0)
        | (o.has(MS_NOATIME) ? MountTree.MOUNT_ATTR_NOATIME : 0)
        | (o.has(MS_STRICTATIME) ? MountTree.MOUNT_ATTR_STRICTATIME : 0)
        | (o.has(MS_NODIRATIME) ? MountTree.MOUNT_ATTR_NODIRATIME : 0)
        | (o.has(MS_NOSYMFOLLOW) ? MountTree.MOUNT_ATTR_NOSYMFOLLOW : 0);
  }
}
