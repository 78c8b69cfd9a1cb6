package io.felucca.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Small folder trees for tests. */
final class Trees {
  static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

  private Trees() {}

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static void writeAll(Path dir, String... files) throws IOException {
    for (String file : files) {
      write(dir.resolve(file), file);
    }
  }

  static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  /** Every path below {@code dir}, relative to it, in order; without {@code lost+found}. */
  static List<String> list(Path dir) throws IOException {
    try (Stream<Path> paths = Files.walk(dir)) {
      return paths
          .filter(path -> !path.equals(dir))
          .map(path -> dir.relativize(path).toString())
          .filter(name -> !name.startsWith("lost+found"))
          .sorted()
          .toList();
    }
  }

  static void delete(Path path) throws IOException {
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
