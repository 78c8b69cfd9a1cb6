package io.felucca.oci.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of architectures, and which runs what of which other. */
final class Architectures {
  private static final int OLDEST_ARM = 5;
  private static final int LAST_MINOR = 9;

  /** Arm v9.n has what v8.(n+5) has. */
  private static final int V9_BASE = 5;

  private Architectures() {}

  /** The one name of an architecture and its variant. */
  static String[] normal(String architecture, String variant) {
    String name = architecture.toLowerCase(Locale.ROOT);
    String kind = variant.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "i386" -> pair("386", "");
      case "x86_64", "x86-64", "amd64" -> pair("amd64", kind.equals("v1") ? "" : kind);
      case "aarch64", "arm64" -> pair("arm64", arm64(kind));
      case "armhf" -> pair("arm", "v7");
      case "armel" -> pair("arm", "v6");
      case "arm" -> pair("arm", arm(kind));
      default -> pair(name, kind);
    };
  }

  private static String[] pair(String architecture, String variant) {
    return new String[] {architecture, variant};
  }

  private static String arm64(String variant) {
    return switch (variant) {
      case "8", "v8", "v8.0" -> "";
      case "9", "9.0", "v9.0" -> "v9";
      default -> variant;
    };
  }

  private static String arm(String variant) {
    return switch (variant) {
      case "", "7" -> "v7";
      case "5", "6", "8" -> "v" + variant;
      default -> variant;
    };
  }

  /** The platforms whose images run on this one, the best first. */
  static List<Platform> runnableOn(Platform platform) {
    Platform normal = platform.normalized();
    return switch (normal.architecture()) {
      case "amd64" -> amd64(normal);
      case "arm" -> armDown(normal);
      case "arm64" -> arm64Down(normal);
      default -> List.of(normal);
    };
  }

  private static List<Platform> amd64(Platform platform) {
    List<Platform> all = new ArrayList<>(List.of(platform));
    for (int i = number(platform.variant()) - 1; i >= 1; i--) {
      all.add(platform.withVariant("v" + i).normalized());
    }
    all.add(of(platform, "386", ""));
    return all;
  }

  private static List<Platform> armDown(Platform platform) {
    List<Platform> all = new ArrayList<>(List.of(platform));
    for (int i = number(platform.variant()) - 1; i >= OLDEST_ARM; i--) {
      all.add(platform.withVariant("v" + i));
    }
    return all;
  }

  private static List<Platform> arm64Down(Platform platform) {
    List<Platform> all = new ArrayList<>();
    String[] version = platform.variant().isEmpty() ? pair("8", "0") : split(platform.variant());
    int major = number(version[0]);
    int minor = number(version[1]);
    if (major == 9) {
      addDown(platform, 9, minor, all);
      minor = Math.min(minor + V9_BASE, LAST_MINOR);
      major = 8;
    }
    if (major != 8) {
      return List.of(platform);
    }
    addDown(platform, 8, minor, all);
    all.addAll(armDown(of(platform, "arm", "v8")));
    return all;
  }

  private static void addDown(Platform platform, int major, int from, List<Platform> all) {
    for (int minor = from; minor >= 0; minor--) {
      String variant = minor == 0 ? "v" + major : "v" + major + "." + minor;
      all.add(platform.withVariant(variant).normalized());
    }
  }

  private static String[] split(String variant) {
    int dot = variant.indexOf('.');
    return dot < 0
        ? pair(variant, "0")
        : pair(variant.substring(0, dot), variant.substring(dot + 1));
  }

  private static Platform of(Platform platform, String architecture, String variant) {
    return new Platform(
        platform.os(), architecture, variant, platform.osVersion(), platform.osFeatures());
  }

  /** The number behind a v; 0 where there is none. */
  private static int number(String text) {
    String digits = text.startsWith("v") ? text.substring(1) : text;
    return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : 0;
  }
}
