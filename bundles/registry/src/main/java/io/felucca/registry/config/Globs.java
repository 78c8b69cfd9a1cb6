package io.felucca.registry.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the files that a path with {@code *}, {@code ?} or {@code [...]} means. */
final class Globs {
  private Globs() {}

  static boolean isGlob(String path) {
    return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** The files in the order of their names; none where a folder is missing. */
  static List<Path> expand(Path pattern) throws IOException {
    List<Path> found = List.of(pattern.getRoot());
    for (Path part : pattern) {
      List<Path> next = new ArrayList<>();
      for (Path folder : found) {
        if (isGlob(part.toString())) {
          next.addAll(matching(folder, part.toString()));
        } else if (Files.exists(folder.resolve(part))) {
          next.add(folder.resolve(part));
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Path> matching(Path folder, String name) throws IOException {
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      // braces have no meaning in Go's patterns, which these are
      String glob = name.replaceAll("[{}]", "\\\\$0");
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
        found.forEach(paths::add);
      }
    }
    Collections.sort(paths);
    return paths;
  }

  /** The deepest folder of a pattern that no pattern is in. */
  static Path fixedPart(Path pattern) {
    Path fixed = pattern.getRoot();
    for (Path part : pattern) {
      if (isGlob(part.toString())) {
        return fixed;
      }
      fixed = fixed.resolve(part);
    }
    return fixed.getParent();
  }
}
