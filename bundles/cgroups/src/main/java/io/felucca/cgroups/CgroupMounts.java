package io.felucca.cgroups;

import io.felucca.api.Fault;
import io.felucca.linux.MountInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where cgroups are mounted.
 *
 * @param controllers mount points of version 1 by controller, {@code name=systemd} among them
 * @param unified mount point of version 2; null for none
 */
record CgroupMounts(Map<String, Path> controllers, Path unified) {
  /** Of controllers of version 1 this is the one that is there whenever it is in use. */
  private static final List<String> TELLING = List.of("memory", "pids", "cpu", "freezer");

  CgroupMounts {
    controllers = Map.copyOf(controllers);
  }

  /** Read when first asked for: they do not change while a machine runs. */
  private static final class Shared {
    static final CgroupMounts HOST = read();
  }

  static CgroupMounts ofHost() {
    return Shared.HOST;
  }

  private static CgroupMounts read() {
    try {
      return of(MountInfo.read());
    } catch (IOException e) {
      throw Fault.io("mounts of cgroups", e);
    }
  }

  static CgroupMounts of(List<MountInfo> mounts) {
    Map<String, Path> controllers = new HashMap<>();
    Path unified = null;
    for (MountInfo mount : mounts) {
      if (mount.type().equals("cgroup2") && unified == null) {
        unified = Path.of(mount.mountPoint());
      }
      if (mount.type().equals("cgroup")) {
        addAll(controllers, mount);
      }
    }
    return new CgroupMounts(controllers, unified);
  }

  /** The controllers of a hierarchy are among its super block's options. */
  private static void addAll(Map<String, Path> controllers, MountInfo mount) {
    for (String option : mount.superOptions()) {
      controllers.putIfAbsent(option, Path.of(mount.mountPoint()));
    }
  }

  /** Whether limits and counters are those of version 2. */
  boolean isUnified() {
    return unified != null && TELLING.stream().noneMatch(controllers::containsKey);
  }
}
