package io.felucca.oci.image;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image runs on, in the words of Go.
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code amd64}
 * @param variant such as {@code v8}; may be empty
 * @param osVersion may be empty
 */
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {
  private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern OS =
      Pattern.compile("([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)\\))?");

  private static final Set<String> SYSTEMS =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "hurd",
          "illumos",
          "ios",
          "js",
          "linux",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "windows",
          "zos");

  private static final Set<String> ARCHITECTURES =
      Set.of(
          "386",
          "amd64",
          "arm",
          "arm64",
          "loong64",
          "mips",
          "mipsle",
          "mips64",
          "mips64le",
          "ppc",
          "ppc64",
          "ppc64le",
          "riscv",
          "riscv64",
          "s390",
          "s390x",
          "sparc64",
          "wasm");

  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  public Platform(String os, String architecture, String variant) {
    this(os, architecture, variant, "", List.of());
  }

  /** The platform of this machine. */
  public static Platform host() {
    return new Platform("linux", hostArchitecture(), "").normalized();
  }

  private static String hostArchitecture() {
    String machine = System.getProperty("os.arch");
    return switch (machine) {
      case "x86" -> "386";
      case "loongarch64" -> "loong64";
      default -> machine;
    };
  }

  /**
   * Reads {@code os}, {@code architecture}, {@code os/architecture} or {@code
   * os/architecture/variant}; what is not said is this machine's.
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    Matcher os = OS.matcher(parts[0]);
    if (parts.length > 3 || !os.matches()) {
      throw Fault.invalid(
          "\"%s\" is no platform: it is os/architecture or os/architecture/variant", text);
    }
    for (int i = 1; i < parts.length; i++) {
      if (!COMPONENT.matcher(parts[i]).matches()) {
        throw Fault.invalid("\"%s\" is an invalid component of the platform %s", parts[i], text);
      }
    }
    String version = os.group(2) == null ? "" : os.group(2);
    return switch (parts.length) {
      case 1 -> single(text, os.group(1), version);
      case 2 -> unspoken(new Platform(os.group(1), parts[1], "", version, List.of()).normalized());
      default -> spoken(new Platform(os.group(1), parts[1], parts[2], version, List.of()));
    };
  }

  private static Platform single(String text, String name, String version) {
    String os = normalOs(name);
    if (SYSTEMS.contains(os)) {
      return new Platform(os, host().architecture(), "", version, List.of());
    }
    Platform platform = new Platform("linux", name, "").normalized();
    if (ARCHITECTURES.contains(platform.architecture())) {
      return unspoken(platform);
    }
    throw Fault.invalid("\"%s\": unknown operating system or architecture", text);
  }

  /** The usual variant of arm is not said where it was not. */
  private static Platform unspoken(Platform platform) {
    boolean usual = platform.architecture.equals("arm") && platform.variant.equals("v7");
    return usual ? platform.withVariant("") : platform;
  }

  /** The usual variant of arm64 is said where it was. */
  private static Platform spoken(Platform given) {
    Platform platform = given.normalized();
    boolean usual = platform.architecture.equals("arm64") && platform.variant.isEmpty();
    return usual ? platform.withVariant("v8") : platform;
  }

  /** The same platform in the one way that it is compared in. */
  public Platform normalized() {
    String[] names = Architectures.normal(architecture, variant);
    return new Platform(
        normalOs(os),
        names[0],
        names[1],
        osVersion,
        osFeatures.stream().distinct().sorted().toList());
  }

  private static String normalOs(String os) {
    String lower = os.toLowerCase(Locale.ROOT);
    return lower.isEmpty() ? "linux" : lower.equals("macos") ? "darwin" : lower;
  }

  Platform withVariant(String other) {
    return new Platform(os, architecture, other, osVersion, osFeatures);
  }

  static Platform of(JsonObject json) {
    return new Platform(
        Json.text(json, "os"),
        Json.text(json, "architecture"),
        Json.text(json, "variant"),
        Json.text(json, "os.version"),
        Json.texts(json, "os.features"));
  }

  void writeTo(JsonObject json) {
    json.addProperty("architecture", architecture);
    json.addProperty("os", os);
    Json.set(json, "os.version", osVersion);
    Json.set(json, "os.features", osFeatures);
    Json.set(json, "variant", variant);
  }

  /** {@code os/architecture/variant}; {@code unknown} without an operating system. */
  @Override
  public String toString() {
    if (os.isEmpty()) {
      return "unknown";
    }
    String system = osVersion.isEmpty() ? os : os + "(" + osVersion + ")";
    return system
        + (architecture.isEmpty() ? "" : "/" + architecture)
        + (variant.isEmpty() ? "" : "/" + variant);
  }
}
