package io.felucca.oci.seccomp;

import io.felucca.api.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of system calls in {@code default.txt}, by the condition above them. */
final class SyscallTable {
  private static final String FILE = "default.txt";

  private final Map<String, List<String>> paragraphs;

  private SyscallTable(Map<String, List<String>> paragraphs) {
    this.paragraphs = paragraphs;
  }

  static SyscallTable load() {
    try (InputStream in = SyscallTable.class.getResourceAsStream(FILE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Fault.io("cannot read the list of system calls " + FILE, e);
    }
  }

  private static SyscallTable parse(String text) {
    Map<String, List<String>> paragraphs = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (line.startsWith("[")) {
        names = new ArrayList<>();
        paragraphs.put(line.substring(1, line.length() - 1), names);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        names.addAll(List.of(line.split(" ")));
      }
    }
    return new SyscallTable(paragraphs);
  }

  /** The names of one paragraph; none where there is no such paragraph. */
  List<String> names(String condition) {
    return paragraphs.getOrDefault(condition, List.of());
  }

  /** What is behind a word in the conditions that begin with it. */
  List<String> conditions(String word) {
    return paragraphs.keySet().stream()
        .filter(condition -> condition.startsWith(word + " "))
        .map(condition -> condition.substring(word.length() + 1))
        .toList();
  }
}
