package io.felucca.services;

import io.felucca.api.plugin.PluginInfo;
import io.felucca.wire.types.Platform;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern TEXT =
      Pattern.compile("([a-z0-9_.-]+)/([a-z0-9_.-]+)(?:/([a-z0-9_.-]+))?");

  private Platforms() {}

  /**
   * What a plugin works with: what is configured for it, which proxies tell among their exports, or
   * else this machine's platform where its type is bound to one.
   */
  static Optional<Platform> of(PluginInfo plugin) {
    Optional<Platform> configured = parse(plugin.exports().getOrDefault("platform", ""));
    return configured.isEmpty() && BOUND.contains(plugin.type()) ? Optional.of(ours()) : configured;
  }

  private static Platform ours() {
    return platform("linux", System.getProperty("os.arch"), "");
  }

  /** {@code os/architecture[/variant]}, as a configuration has it; empty where it is not that. */
  static Optional<Platform> parse(String text) {
    Matcher parts = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    return parts.matches()
        ? Optional.of(
            platform(parts.group(1), parts.group(2), Objects.toString(parts.group(3), "")))
        : Optional.empty();
  }

  /** Machines are called by many names; what is not known here is called alike everywhere. */
  private static Platform platform(String os, String machine, String variant) {
    return switch (machine) {
      case "x86_64", "x86-64" -> named(os, "amd64", variant);
      case "aarch64", "arm64" -> named(os, "arm64", variant.isEmpty() ? "v8" : variant);
      case "arm", "armhf" -> named(os, "arm", variant.isEmpty() ? "v7" : variant);
      case "i386", "x86" -> named(os, "386", variant);
      default -> named(os, machine, variant);
    };
  }

  private static Platform named(String os, String architecture, String variant) {
    return Platform.newBuilder()
        .setOs(os)
        .setArchitecture(architecture)
        .setVariant(variant)
        .build();
  }
}
