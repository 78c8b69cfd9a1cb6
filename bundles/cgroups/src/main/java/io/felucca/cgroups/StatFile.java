package io.felucca.cgroups;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files of a cgroup's folder. One that cannot be read, or is not there, is as an empty one. */
final class StatFile {
  /** What stands for no limit. */
  private static final String MAX = "max";

  private final Path path;

  private StatFile(Path path) {
    this.path = path;
  }

  static StatFile of(Path folder, String name) {
    return new StatFile(folder.resolve(name));
  }

  boolean exists() {
    return Files.exists(path);
  }

  String text() {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  List<String> lines() {
    List<String> all = new ArrayList<>();
    for (String line : text().split("\n")) {
      if (!line.isBlank()) {
        all.add(line.strip());
      }
    }
    return all;
  }

  /** The words of each line. */
  List<String[]> rows() {
    return lines().stream().map(line -> line.split("\\s+")).toList();
  }

  /** Its only number; 0 where there is none, and for "max". */
  long number() {
    return number(text().strip(), 0);
  }

  /** Its only number; the largest of all for "max". */
  long limit() {
    return number(text().strip(), -1);
  }

  /** Lines of a name and a number. */
  Map<String, Long> values() {
    Map<String, Long> values = new HashMap<>();
    for (String[] row : rows()) {
      if (row.length == 2) {
        values.put(row[0], number(row[1], -1));
      }
    }
    return values;
  }

  /**
   * A number without sign; negative ones, which a counter can show for a moment, are 0.
   *
   * @param max what "max" stands for
   */
  static long number(String text, long max) {
    try {
      return text.equals(MAX) ? max : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
