package io.felucca.runtime.sandbox;

import io.felucca.api.sandbox.Platform;
import java.util.List;

/** The platform of this host, in the words of Go. */
final class HostPlatform {
  private HostPlatform() {}

  static Platform get() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64", "x86_64" -> named("amd64", "");
      case "aarch64", "arm64" -> named("arm64", "v8");
      default -> named(name, "");
    };
  }

  private static Platform named(String architecture, String variant) {
    return new Platform("linux", architecture, variant, "", List.of());
  }
}
