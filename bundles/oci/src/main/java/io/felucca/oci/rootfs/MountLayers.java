package io.felucca.oci.rootfs;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folders that a mount is made of, the uppermost first. */
final class MountLayers {
  private MountLayers() {}

  static List<Path> of(Mount mount) {
    return switch (mount.type()) {
      case "bind", "rbind" -> List.of(Path.of(mount.source()));
      case "overlay" -> overlay(mount);
      default ->
          throw Fault.unimplemented(
              "cannot look into a mount of type \"%s\" without mounting it: mount it and use"
                  + " RootFiles.at",
              mount.type());
    };
  }

  private static List<Path> overlay(Mount mount) {
    List<Path> layers = new ArrayList<>();
    for (String option : mount.options()) {
      if (option.startsWith("upperdir=")) {
        layers.add(0, Path.of(unescaped(option.substring("upperdir=".length()))));
      } else if (option.startsWith("lowerdir=")) {
        lower(option.substring("lowerdir=".length()), layers);
      } else if (option.startsWith("lowerdir+=")) {
        layers.add(Path.of(unescaped(option.substring("lowerdir+=".length()))));
      }
    }
    if (layers.isEmpty()) {
      throw Fault.invalid("an overlay mount without layers: options %s", mount.options());
    }
    return layers;
  }

  /** Layers are separated by a colon that has no backslash in front. */
  private static void lower(String value, List<Path> layers) {
    for (String layer : value.split("(?<!\\\\):")) {
      if (!layer.isEmpty()) {
        layers.add(Path.of(unescaped(layer)));
      }
    }
  }

  private static String unescaped(String path) {
    return path.replaceAll("\\\\(.)", "$1");
  }
}
