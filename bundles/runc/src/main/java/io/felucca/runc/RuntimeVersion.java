package io.felucca.runc;

import java.util.HashMap;
import java.util.Map;

/**
 * What an OCI runtime's {@code --version} says.
 *
 * @param name such as {@code runc}
 * @param version such as {@code 1.1.5}
 * @param commit may be empty
 * @param spec the version of the runtime specification; may be empty
 */
public record RuntimeVersion(String name, String version, String commit, String spec) {
  /** Reads {@code runc version 1.1.5} and lines like {@code commit: 0123}. */
  static RuntimeVersion parse(String text) {
    String[] lines = text.strip().split("\n");
    String[] first = lines[0].strip().split("\\s+version\\s+", 2);
    Map<String, String> more = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.strip().split(":\\s*", 2);
      more.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return new RuntimeVersion(
        first[0],
        first.length > 1 ? first[1] : "",
        more.getOrDefault("commit", ""),
        more.getOrDefault("spec", ""));
  }

  /** Whether it is crun, which knows fewer options. */
  boolean isCrun() {
    return name.equals("crun");
  }
}
