package io.felucca.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses at which shims that may still live were told to tell their events, in a file: shims
 * outlive the daemon.
 */
final class EarlierAddresses {
  private static final String VARIABLE = "TTRPC_ADDRESS=";

  private final Path file;

  /**
   * @param folder need not exist
   */
  EarlierAddresses(Path folder) {
    this.file = folder.resolve("addresses");
  }

  /** Those, apart from {@code current}, that the environment of a process still names. */
  List<Path> used(Path current) {
    List<Path> used = new ArrayList<>();
    try {
      List<String> others = new ArrayList<>(remembered());
      others.remove(current.toString());
      if (!others.isEmpty()) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
          processes.forEach(process -> find(process, others, used));
        }
      }
    } catch (IOException e) {
      log("not read", e);
    }
    return used;
  }

  private List<String> remembered() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void find(Path process, List<String> all, List<Path> used) {
    if (Character.isDigit(process.getFileName().toString().charAt(0))) {
      List<String> environment = List.of(environment(process).split("\0"));
      all.stream()
          .filter(address -> names(environment, address))
          .map(Path::of)
          .filter(path -> !used.contains(path))
          .forEach(used::add);
    }
  }

  private static boolean names(List<String> environment, String address) {
    return environment.contains(VARIABLE + address)
        || environment.contains(VARIABLE + "unix://" + address);
  }

  private static String environment(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }

  /** Remembers these and no others. */
  void write(Set<Path> all) {
    try {
      List<String> lines = all.stream().map(Path::toString).toList();
      if (!lines.equals(remembered())) {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
      }
    } catch (IOException e) {
      log("not written", e);
    }
  }

  private void log(String what, IOException e) {
    System.getLogger("io.felucca.server")
        .log(Level.WARNING, "earlier ttrpc addresses " + what + " file=" + file, e);
  }
}
