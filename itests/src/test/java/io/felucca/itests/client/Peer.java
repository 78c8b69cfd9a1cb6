package io.felucca.itests.client;

import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Groups;
import io.felucca.itests.fixture.Leftovers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A daemon that the client is tried on. */
interface Peer extends AutoCloseable {
  String address();

  Path folder();

  /** The command of the daemon's own release. */
  default String program(String name) {
    return name;
  }

  /** Crashes it and starts it again. */
  void restart() throws Exception;

  default Command ctr(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(program("ctr"), "-a", address()));
    line.addAll(List.of(arguments));
    return Command.run(folder(), line.toArray(String[]::new));
  }

  /** Ours. */
  static Peer felucca() throws Exception {
    Daemon daemon = Daemon.started();
    return new Peer() {
      @Override
      public String address() {
        return daemon.address();
      }

      @Override
      public Path folder() {
        return daemon.folder();
      }

      @Override
      public void restart() throws Exception {
        daemon.kill();
        daemon.start();
      }

      @Override
      public void close() throws Exception {
        daemon.close();
      }
    };
  }

  /** The system's containerd. */
  static Peer containerd() throws Exception {
    return containerd("");
  }

  /**
   * Another containerd.
   *
   * @param programs the folder of its {@code containerd}, {@code ctr} and shim; empty for the
   *     system's
   */
  static Peer containerd(String programs) throws Exception {
    Containerd containerd = new Containerd(Files.createTempDirectory("containerd-it"), programs);
    containerd.start();
    return containerd;
  }

  /** containerd in a folder of its own, ended by pid. */
  final class Containerd implements Peer {
    private static final int SECONDS = 120;

    private final Path folder;
    private final String programs;
    private Process process;

    private Containerd(Path folder, String programs) throws IOException {
      this.folder = folder;
      this.programs = programs;
      Files.writeString(
          folder.resolve("config.toml"),
          """
          version = 2
          root = "%1$s/root"
          state = "%1$s/state"
          disabled_plugins = ["io.containerd.grpc.v1.cri"]
          [grpc]
            address = "%1$s/sock"
          [plugins."io.containerd.internal.v1.opt"]
            path = "%1$s/opt"
          """
              .formatted(folder));
    }

    @Override
    public String address() {
      return folder.resolve("sock").toString();
    }

    @Override
    public Path folder() {
      return folder;
    }

    @Override
    public String program(String name) {
      return programs.isEmpty() ? name : programs + "/" + name;
    }

    private void start() throws Exception {
      process =
          new ProcessBuilder(
                  "env",
                  "--default-signal",
                  "PATH=" + (programs.isEmpty() ? "" : programs + ":") + System.getenv("PATH"),
                  program("containerd"),
                  "-c",
                  folder.resolve("config.toml").toString())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
              .start();
      for (int i = 0; i < SECONDS * 50 && ctr("version").code() != 0; i++) {
        if (!process.isAlive()) {
          throw new AssertionError(Files.readString(folder.resolve("log")));
        }
        Thread.sleep(20);
      }
    }

    @Override
    public void restart() throws Exception {
      process.destroyForcibly().waitFor();
      start();
    }

    @Override
    public void close() throws Exception {
      List<String> namespaces = ctr("namespaces", "ls", "-q").lines();
      for (String namespace : namespaces) {
        for (String task : ctr("-n", namespace, "tasks", "ls", "-q").lines()) {
          ctr("-n", namespace, "tasks", "rm", "-f", task);
        }
      }
      process.destroy();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Groups.removeEmpty(namespaces);
      Leftovers.settled(folder).removeAndComplain();
    }
  }
}
