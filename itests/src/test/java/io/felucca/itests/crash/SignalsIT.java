package io.felucca.itests.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/** How a daemon is told to stop and other things, and how two daemons meet. */
public class SignalsIT {
  private static final String MARK = "signals-" + ProcessHandle.current().pid() + ".";

  private static Processes.One run(Daemon daemon) throws Exception {
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    daemon
        .ctr(
            "run",
            "-d",
            "--null-io",
            BusyboxImage.NAME,
            "c",
            "sh",
            "-c",
            ": " + MARK + "; while :; do sleep 100; done")
        .ok();
    // until it executes the shell it is still the runtime's own program
    daemon.await("the container's shell runs", () -> find() != null);
    return find();
  }

  private static Processes.One find() {
    try {
      return Processes.find(MARK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertRunning(Daemon daemon, Processes.One process) throws Exception {
    assertEquals(process, find());
    List<String> tasks = daemon.ctr("tasks", "ls").ok().lines();
    assertEquals(
        List.of("c", Long.toString(process.pid()), "RUNNING"), List.of(tasks.get(1).split(" +")));
  }

  @Test
  public void termStopsTheDaemonAndContainersGoOn() throws Exception {
    try (Daemon daemon = Daemon.started()) {
      Processes.One process = run(daemon);
      for (String signal : List.of("TERM", "INT")) {
        daemon.signal(signal);
        assertEquals(daemon.log(), 0, daemon.ended());
        assertFalse(Files.exists(Path.of(daemon.address())));
        assertFalse(Files.exists(Path.of(daemon.address() + ".ttrpc")));
        assertEquals(process, find());
        daemon.start();
        assertRunning(daemon, process);
      }
      assertFalse(daemon.log(), daemon.log().contains(" level=error "));
    }
  }

  @Test
  public void hupAndUsr1DoNotStopTheDaemon() throws Exception {
    try (Daemon daemon = Daemon.started()) {
      String temp = System.getenv().getOrDefault("TMPDIR", "/tmp");
      Path stacks = Path.of(temp, "containerd." + daemon.pid() + ".stacks.log");
      for (int i = 0; i < 3; i++) {
        daemon.signal("HUP");
      }
      daemon.signal("USR1");
      daemon.await("stacks are written", () -> text(stacks).contains("\tat "));
      daemon.await("stacks are logged", () -> daemon.log().contains("=== END thread dump ==="));
      Files.delete(stacks);
      daemon.ctr("namespaces", "ls").ok();
      assertEquals(0, daemon.stop());
    }
  }

  /** Empty as long as it is not there. */
  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  public void aSocketInUseIsNamedAndStopsTheBoot() throws Exception {
    for (String suffix : List.of("", ".ttrpc")) {
      try (Daemon daemon = Daemon.configured(Files.createTempDirectory("felucca-it"), "")) {
        refusedWhileUsed(daemon, Path.of(daemon.address() + suffix));
        daemon.start(); // nobody listens any more on the socket that is still there
        daemon.ctr("namespaces", "ls").ok();
      }
    }
  }

  private static void refusedWhileUsed(Daemon daemon, Path socket) throws Exception {
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket));
      daemon.launch(List.of());
      assertEquals(daemon.log(), 1, daemon.ended());
    }
    assertTrue(daemon.log(), last(daemon).contains(socket + " is in use: another daemon answers"));
    assertFalse(daemon.log(), daemon.log().contains("successfully booted"));
    assertTrue(Files.exists(socket));
  }

  private static String last(Daemon daemon) {
    return daemon.log().lines().reduce((one, next) -> next).orElse("");
  }

  @Test
  public void aSecondDaemonIsRefusedAndDoesNoHarm() throws Exception {
    try (Daemon first = Daemon.started()) {
      Processes.One process = run(first);
      String images = first.ctr("images", "check").ok().out();
      Path other = first.folder().resolve("other");
      String socket = other + ".sock";
      String who = " is in use by another daemon (pid " + first.pid() + ")";
      refused(first, first.root(), first.state(), first.address(), first.root() + who);
      refused(first, other, first.state(), socket, first.state() + who);
      refused(
          first,
          other,
          other.resolve("state"),
          first.address(),
          first.address() + " is in use: another daemon answers there");
      assertEquals(images, first.ctr("images", "check").ok().out());
      assertRunning(first, process);
      first.ctr("run", "--rm", "--null-io", BusyboxImage.NAME, "again", "true").ok();
    }
  }

  private static void refused(Daemon first, Path root, Path state, String address, String words)
      throws Exception {
    Daemon second = Daemon.configured(Files.createTempDirectory(first.folder(), "second"), "");
    second.launch(List.of("--root", root.toString(), "--state", state.toString(), "-a", address));
    assertEquals(second.log(), 1, second.ended());
    String last = last(second);
    assertTrue(
        last,
        last.startsWith("feluccad: ")
            && last.contains(words)
            && last.contains("; stop it or configure another"));
  }
}
