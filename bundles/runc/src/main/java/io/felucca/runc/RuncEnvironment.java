package io.felucca.runc;

import io.felucca.api.Fault;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment that OCI runtimes are run with: the daemon's, with some changes. */
final class RuncEnvironment {
  /** With it runc takes itself for a service of systemd and waits for the container's word. */
  private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

  private static final String CRIU = "criu";

  private RuncEnvironment() {}

  /**
   * The variables. Runtimes look for criu in {@code PATH} only, so a chosen one is put in front.
   *
   * @param criu its program or its folder; may be empty
   */
  static Map<String, String> of(String criu) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.remove(NOTIFY_SOCKET);
    if (!criu.isEmpty()) {
      variables.merge("PATH", folder(criu), (all, first) -> first + File.pathSeparator + all);
    }
    return variables;
  }

  private static String folder(String criu) {
    Path path = Path.of(criu);
    if (Files.isDirectory(path)) {
      return criu;
    }
    if (!path.isAbsolute() || !path.getFileName().toString().equals(CRIU)) {
      throw Fault.invalid(
          "criu_path must be the path of a program called criu, or of its folder, not \"%s\"",
          criu);
    }
    return path.getParent().toString();
  }
}
