package io.felucca.shim.launch;

import io.felucca.api.Fault;
import io.felucca.wire.runtime.RuntimeNames;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the program of a runtime: {@code io.containerd.runc.v2} is {@code containerd-shim-runc-v2},
 * in {@code PATH} or beside the daemon; an absolute path is itself.
 *
 * <p>Nothing is remembered, so a program that is installed, moved or replaced counts at once.
 */
public final class Programs {
  private static final String FORMS =
      "correct runtime name should be either format like `io.containerd.runc.v2` or a full path to"
          + " the binary";

  private final List<Path> folders = new ArrayList<>();

  /**
   * @param path as the environment's {@code PATH}
   * @param daemon the daemon's own program; may be empty
   */
  public Programs(String path, String daemon) {
    for (String folder : path.split(File.pathSeparator)) {
      // an empty or relative entry means the working directory, which is nobody's to choose from
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
    if (daemon.startsWith("/")) {
      folders.add(Path.of(daemon).getParent());
    }
  }

  /**
   * The program; UNKNOWN where it is not installed, INVALID_ARGUMENT for a malformed name.
   *
   * <p>Not NOT_FOUND, which clients take for the container's: it is of no class with containerd.
   */
  public Path find(String runtime) {
    if (runtime.isEmpty()) {
      throw Fault.invalid("no runtime name");
    }
    if (!RuntimeNames.isWellFormed(runtime)) {
      throw Fault.invalid("invalid runtime name %s, %s", runtime, FORMS);
    }
    return runtime.startsWith("/") ? custom(runtime) : installed(runtime);
  }

  /** As {@link #find}; one whose recorded path is gone is looked for by its file name. */
  public Path findAgain(String recorded) {
    Path path = Path.of(recorded);
    if (path.isAbsolute() && Files.isExecutable(path)) {
      return path;
    }
    return path.isAbsolute() ? search(path.getFileName().toString(), recorded) : find(recorded);
  }

  private static Path custom(String runtime) {
    Path path = Path.of(runtime).normalize();
    if (!Files.exists(path)) {
      throw Fault.of(
          Fault.Kind.UNKNOWN,
          "failed to start shim: failed to resolve runtime path:"
              + " invalid custom binary path: stat %s: no such file or directory",
          path);
    }
    return path;
  }

  private Path installed(String runtime) {
    return search(name(runtime), runtime);
  }

  /** Whether a program is there, by its path or its name in {@code PATH}. */
  public boolean isInstalled(String program) {
    return program.startsWith("/") ? isProgram(Path.of(program)) : look(program).isPresent();
  }

  private Optional<Path> look(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Programs::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path path) {
    return Files.isExecutable(path) && !Files.isDirectory(path);
  }

  private Path search(String name, String runtime) {
    return look(name)
        .orElseThrow(
            () ->
                Fault.of(
                    Fault.Kind.UNKNOWN,
                    "failed to start shim: failed to resolve runtime path:"
                        + " runtime \"%s\" binary not installed \"%s\": file does not exist",
                    runtime,
                    name));
  }

  /** The file name that the last two parts of a dotted name stand for; empty for other names. */
  static String name(String runtime) {
    String[] parts = runtime.split("\\.", -1);
    return parts.length < 2 || parts[0].isEmpty()
        ? ""
        : "containerd-shim-" + parts[parts.length - 2] + "-" + parts[parts.length - 1];
  }
}
