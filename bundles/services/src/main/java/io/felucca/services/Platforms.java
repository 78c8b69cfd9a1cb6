package io.felucca.services;

import io.felucca.wire.types.Platform;
import java.util.Set;

/**
 * Which plugins are bound to a platform, and which one this is, in the words of Go ({@code
 * linux/amd64}).
 *
 * <p>Clients ask a snapshotter's plugin for its platforms and unpack nothing where none of them
 * matches.
 */
final class Platforms {
  private static final Set<String> BOUND =
      Set.of(
          "io.containerd.snapshotter.v1",
          "io.containerd.differ.v1",
          "io.containerd.runtime.v2",
          "io.containerd.monitor.task.v1");

  private Platforms() {}

  /** Whether plugins of this type work with what is made for one platform. */
  static boolean isBound(String pluginType) {
    return BOUND.contains(pluginType);
  }

  static Platform ours() {
    String machine = System.getProperty("os.arch");
    return switch (machine) {
      case "amd64", "x86_64" -> linux("amd64", "");
      case "aarch64" -> linux("arm64", "v8");
      case "arm" -> linux("arm", "v7");
      case "i386", "x86" -> linux("386", "");
      default -> linux(machine, ""); // ppc64le, s390x and riscv64 are called alike
    };
  }

  private static Platform linux(String architecture, String variant) {
    return Platform.newBuilder()
        .setOs("linux")
        .setArchitecture(architecture)
        .setVariant(variant)
        .build();
  }
}
