package io.felucca.reaper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks for programs as execvp(3) does. */
final class Programs {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Programs() {}

  /**
   * Where a program is.
   *
   * @param path folders, separated by colons; null for the usual ones
   */
  static Optional<Path> find(String name, String path) {
    for (String folder : (path == null ? DEFAULT_PATH : path).split(":")) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Whether the daemon's PATH has it. */
  static boolean exists(String name) {
    return find(name, System.getenv("PATH")).isPresent();
  }
}
