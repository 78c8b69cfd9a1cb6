package io.felucca.diff.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether an overlay has a feature that is off by default, by its options or by the kernel module's
 * own choice.
 */
final class OverlayDefaults {
  private static final Path PARAMETERS = Path.of("/sys/module/overlay/parameters");

  private OverlayDefaults() {}

  static boolean isOff(String feature, List<String> options) {
    for (String option : options) {
      if (option.startsWith(feature + "=")) {
        return option.endsWith("=off") || option.endsWith("=nofollow");
      }
    }
    try {
      return Files.readString(PARAMETERS.resolve(feature)).startsWith("N");
    } catch (IOException unknown) {
      return false;
    }
  }
}
