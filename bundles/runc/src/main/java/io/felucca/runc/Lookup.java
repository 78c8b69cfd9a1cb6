package io.felucca.runc;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds programs as a shell does. */
final class Lookup {
  private Lookup() {}

  /**
   * The program's file; empty where there is none that can be run.
   *
   * @param binary name or path
   * @param searched folders in the form of {@code PATH}
   */
  static Optional<Path> find(String binary, String searched) {
    if (binary.contains("/")) {
      return Optional.of(Path.of(binary)).filter(Lookup::isProgram);
    }
    return Arrays.stream(searched.split(File.pathSeparator))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, binary))
        .filter(Lookup::isProgram)
        .findFirst();
  }

  /** Asked in this order: of what is not there the first answers without an exception's cost. */
  private static boolean isProgram(Path file) {
    return Files.exists(file) && Files.isExecutable(file) && !Files.isDirectory(file);
  }

  /** Why a program cannot be run, in Go's words; empty where it can. */
  static Optional<String> obstacle(String binary, String searched) {
    if (find(binary, searched).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        binary.contains("/")
            ? "fork/exec " + binary + ": " + reason(Path.of(binary))
            : "exec: \"" + binary + "\": executable file not found in $PATH");
  }

  private static String reason(Path binary) {
    return Files.exists(binary) ? "permission denied" : "no such file or directory";
  }
}
