package io.felucca.runc;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Options for criu that OCI runtimes have no words for: it reads them from a file that the
 * environment names.
 */
final class CriuConfig {
  private static final String VARIABLE = "CRIU_CONFIG_FILE";

  private CriuConfig() {}

  /**
   * The environment with these options, added to those of a file that is named already.
   *
   * @param lines none changes nothing
   */
  static Map<String, String> add(Map<String, String> environment, String lines, Path work) {
    if (lines.isEmpty()) {
      return environment;
    }
    try {
      Path file = Files.createDirectories(work).resolve("criu.conf");
      Files.writeString(file, given(environment) + lines);
      Map<String, String> all = new HashMap<>(environment);
      all.put(VARIABLE, file.toString());
      return all;
    } catch (IOException e) {
      throw Fault.io("options for criu", e);
    }
  }

  private static String given(Map<String, String> environment) throws IOException {
    String named = environment.get(VARIABLE);
    return named == null ? "" : Files.readString(Path.of(named)) + "\n";
  }
}
