package io.felucca.services;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** containerd's own command line client, as it is installed on this machine. */
final class Ctr {
  private static final Path PROGRAM = Path.of("/usr/bin/ctr");

  private final Path socket;

  Ctr(Path socket) {
    this.socket = socket;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** What it prints where it succeeds. */
  String run(String... arguments) throws Exception {
    Process process = start(arguments);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(String.join(" ", arguments) + "\n" + output, 0, process.waitFor());
    return output;
  }

  /** What it prints where it fails. */
  String fail(String... arguments) throws Exception {
    Process process = start(arguments);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(output, 1, process.waitFor());
    return output;
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-a", socket.toString()));
    command.addAll(List.of("-n", Daemon.NAMESPACE));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
