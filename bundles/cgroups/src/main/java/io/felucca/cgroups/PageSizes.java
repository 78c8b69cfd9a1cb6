package io.felucca.cgroups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sizes of huge pages as files of a group are named: {@code hugetlb.2MB.current}. */
final class PageSizes {
  private static final String START = "hugetlb.";

  private PageSizes() {}

  /** Those for which there is a file with this end, in order of their names. */
  static List<String> in(Path folder, String end) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(START) && name.endsWith(end))
          .map(name -> name.substring(START.length(), name.length() - end.length()))
          .filter(size -> !size.contains("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
