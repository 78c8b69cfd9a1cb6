package io.felucca.itests.proxy;

import io.felucca.itests.fixture.Command;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's containerd with folders of its own, used as a process of plugins. Its collector is off:
 * what a plugin holds is its user's to remove.
 */
final class Peer implements AutoCloseable {
  private static final int SECONDS = 120;

  private final Path folder;
  private Path socket;
  private Process process;

  Peer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    listenAt("s");
  }

  /** From its next start on it listens here. */
  void listenAt(String name) throws IOException {
    socket = folder.resolve(name);
    Files.writeString(
        folder.resolve("config.toml"),
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%2$s"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%1$s/opt"
        [plugins."io.containerd.gc.v1.scheduler"]
          pause_threshold = 0.0
          deletion_threshold = 0
          mutation_threshold = 0
          schedule_delay = "0ms"
          startup_delay = "10000h"
        """
            .formatted(folder, socket));
  }

  Path socket() {
    return socket;
  }

  void start() throws Exception {
    process =
        new ProcessBuilder("containerd", "-c", folder.resolve("config.toml").toString())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    for (int i = 0; !accepts(); i++) {
      if (!process.isAlive() || i == SECONDS * 50) {
        throw new IOException("containerd does not come up: see " + folder.resolve("log"));
      }
      Thread.sleep(20);
    }
  }

  private boolean accepts() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false;
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** STOP and CONT, for one. */
  void signal(String name) throws Exception {
    Command.run(folder, "kill", "-" + name, Long.toString(process.pid())).ok();
  }

  Command ctr(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("ctr", "-a", socket.toString()));
    all.addAll(List.of(arguments));
    return Command.run(folder, all.toArray(String[]::new));
  }

  @Override
  public void close() throws Exception {
    if (process != null && process.isAlive()) {
      signal("CONT");
      stop();
    }
  }
}
