package io.felucca.itests.host;

import io.felucca.itests.fixture.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that serves a socket, in a folder of its own: started, asked through {@code ctr}, ended
 * by pid.
 */
abstract class Program implements AutoCloseable {
  private static final int SECONDS = 120;

  final Path folder;
  private Process process;

  Program(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  abstract List<String> command();

  String address() {
    return folder.resolve("sock").toString();
  }

  long pid() {
    return process.pid();
  }

  /** Starts it and waits until it answers. */
  void start() throws Exception {
    // whoever runs the tests may ignore signals, as nohup does, and children inherit that
    List<String> line = new ArrayList<>(List.of("env", "--default-signal"));
    line.addAll(command());
    process =
        new ProcessBuilder(line)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (ctr("version").code() != 0) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("it does not come up\n" + Files.readString(folder.resolve("log")));
      }
      Thread.sleep(20);
    }
  }

  /** TERM, and the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return ended();
  }

  /** KILL, as a crash. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    ended();
  }

  private int ended() throws InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + command());
    }
    return process.exitValue();
  }

  Command ctr(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ctr", "-a", address()));
    line.addAll(List.of(arguments));
    return Command.run(folder, line.toArray(String[]::new));
  }

  @Override
  public void close() throws Exception {
    if (process != null && process.isAlive()) {
      stop();
    }
  }
}
