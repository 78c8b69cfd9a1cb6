package io.felucca.cgroups;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a process stands in each hierarchy: the lines of {@code /proc/PID/cgroup}, cgroups(7).
 *
 * @param byController paths of version 1, {@code name=systemd} among them
 * @param unified the path of version 2; empty for none
 */
record CgroupPaths(Map<String, String> byController, String unified) {
  CgroupPaths {
    byController = Map.copyOf(byController);
  }

  /** Of a process, by its number or "self"; NOT_FOUND where it has gone. */
  static CgroupPaths of(String process) {
    try {
      return parse(Files.readString(Path.of("/proc", process, "cgroup")));
    } catch (IOException e) {
      throw new Fault(Fault.Kind.NOT_FOUND, "cgroup of process " + process, e);
    }
  }

  static CgroupPaths parse(String text) {
    Map<String, String> paths = new TreeMap<>();
    String unified = "";
    for (String line : text.split("\n")) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        unified = parts[2];
      } else if (parts.length == 3) {
        for (String controller : parts[1].split(",")) {
          paths.put(controller, parts[2]);
        }
      }
    }
    return new CgroupPaths(paths, unified);
  }

  /** The same path everywhere. */
  static CgroupPaths everywhere(String path, CgroupMounts mounts) {
    Map<String, String> paths = new TreeMap<>();
    mounts.controllers().keySet().forEach(controller -> paths.put(controller, path));
    return new CgroupPaths(paths, mounts.unified() == null ? "" : path);
  }

  /** Less those that another process has too. */
  CgroupPaths without(CgroupPaths other) {
    Map<String, String> own = new TreeMap<>(byController);
    own.entrySet().removeAll(other.byController.entrySet());
    return new CgroupPaths(own, unified.equals(other.unified) ? "" : unified);
  }

  CgroupPaths withoutRoots() {
    Map<String, String> own = new TreeMap<>(byController);
    own.values().removeIf("/"::equals);
    return new CgroupPaths(own, unified.equals("/") ? "" : unified);
  }

  /** In the form that is parsed. */
  String text() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(byController)
        .forEach((controller, path) -> text.append("0:" + controller + ":" + path + "\n"));
    return unified.isEmpty() ? text.toString() : text + "0::" + unified + "\n";
  }

  /** The folder of a controller; empty where it is not mounted, or this is its root. */
  Optional<Path> folder(String controller, CgroupMounts mounts) {
    return folder(mounts.controllers().get(controller), byController.getOrDefault(controller, ""));
  }

  Optional<Path> unifiedFolder(CgroupMounts mounts) {
    return folder(mounts.unified(), unified);
  }

  /** A path that begins with ".." is outside of what can be seen here. */
  private static Optional<Path> folder(Path mount, String path) {
    boolean own = path.length() > 1 && !path.startsWith("/..");
    return own && mount != null ? Optional.of(mount.resolve(path.substring(1))) : Optional.empty();
  }

  /** All of them, each once. */
  Collection<Path> folders(CgroupMounts mounts) {
    Map<Path, Boolean> all = new LinkedHashMap<>();
    for (String controller : new TreeMap<>(byController).keySet()) {
      folder(controller, mounts).ifPresent(folder -> all.put(folder, true));
    }
    unifiedFolder(mounts).ifPresent(folder -> all.put(folder, true));
    return List.copyOf(new ArrayList<>(all.keySet()));
  }
}
