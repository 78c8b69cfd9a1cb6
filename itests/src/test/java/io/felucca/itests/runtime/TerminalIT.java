package io.felucca.itests.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Terminals as people use them, and output in bulk, through the unmodified {@code ctr}. */
public class TerminalIT {
  private static final String BUNDLE = "io.felucca.runtime.oci";
  private static final int MEGABYTES = 100;
  private static final Predicate<String> IS_FLOOD = task -> task.matches("flood.*|other");

  private static Daemon daemon;

  @BeforeClass
  public static void startDaemon() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-it"), "");
    daemon.start();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
  }

  @AfterClass
  public static void endDaemon() throws Exception {
    daemon.close();
  }

  private static Pty shell(String id) throws Exception {
    List<String> run = List.of("ctr", "-a", daemon.address(), "run", "--fifo-dir", fifos(id));
    List<String> what = List.of("--rm", "-t", BusyboxImage.NAME, id, "sh");
    Pty pty = new Pty(Stream.concat(run.stream(), what.stream()).toList());
    pty.converse(0);
    return pty;
  }

  private static Pty attach(String id) throws Exception {
    return new Pty(List.of("ctr", "-a", daemon.address(), "tasks", "attach", id));
  }

  @Test
  public void aPersonTypesResizesInterruptsAndLeaves() throws Exception {
    try (Pty pty = shell("person")) {
      pty.resize(41, 133);
      daemon.await("the shell has the window's size", () -> pty.says("stty size", "41 133"));
      // who says that is in the foreground: what is typed earlier goes to the shell
      pty.type("sh -c 'echo sle\"\"eping; exec sleep 1000'");
      pty.expect("sleeping");
      pty.interrupt();
      pty.converse(1);
      pty.type("sh -c 'echo rea\"\"ding; exec tr a-z A-Z'");
      pty.expect("reading");
      pty.type("quietly");
      pty.press('D');
      pty.expect("QUIETLY");
      pty.converse(2);
      pty.type("exit 23");
      assertEquals(23, pty.ended());
    }
  }

  @Test
  public void theSessionGoesOnWhileTheDaemonIsDownAndIsAttachedToAgain() throws Exception {
    try (Pty pty = shell("lasting")) {
      pty.type("export KEPT=yes; (while :; do echo tick >> /ticks; sleep 0.1; done) &");
      pty.converse(1);
      // first, because a client that sees the daemon die removes its pipes
      pty.hangUp();
    }
    daemon.kill();
    daemon.start();
    try (Pty again = attach("lasting")) {
      again.converse(2);
      again.type("echo kept-$KEPT");
      again.expect("kept-yes");
      again.resize(30, 90);
      daemon.await("the shell has the window's size", () -> again.says("stty size", "30 90"));
      again.type("exit 7");
      assertEquals(7, again.ended());
    }
    remove("lasting");
  }

  /** What is at the other end of the client's pipes does not need a daemon. */
  @Test
  public void typingGoesOnWhileThereIsNoDaemon() throws Exception {
    try (Pty pty = shell("orphan")) {
      pty.hangUp();
    }
    daemon.kill();
    String pipe = bash("ls " + fifos("orphan") + "/*/orphan-stdin").strip();
    String talk = "cat " + pipe.replace("-stdin", "-stdout") + " & cat > " + pipe;
    try (Pty pty = new Pty(List.of("bash", "-c", "'" + talk + "'"))) {
      pty.converse(1);
      pty.converse(2);
      pty.hangUp();
    }
    daemon.start();
    try (Pty again = attach("orphan")) {
      again.converse(3);
      again.type("exit 9");
      assertEquals(9, again.ended());
    }
    remove("orphan");
  }

  /** Where {@code ctr} makes its pipes for a container. */
  private static String fifos(String id) {
    return daemon.folder().resolve("fifos-" + id).toString();
  }

  @Test
  public void theSessionGoesOnWhileTheRuntimeBundleIsReplaced() throws Exception {
    Path folder = daemon.root().resolve("felucca-plugins");
    try (Pty pty = shell("swapped")) {
      for (int i = 1; i <= 3; i++) {
        new Release(BUNDLE, i).drop(Daemon.home(), folder);
        String version = BUNDLE + " 99.0." + i + " ";
        daemon.await(version, () -> plugins().contains(version));
        pty.converse(i);
        pty.resize(30 + i, 90 + i);
        String size = 30 + i + " " + (90 + i);
        daemon.await("the shell has the window's size", () -> pty.says("stty size", size));
      }
      pty.hangUp();
    }
    try (Pty again = attach("swapped")) {
      again.converse(4);
      new Release(BUNDLE, 0).remove(folder);
      daemon.await("the built-in one is back", () -> !plugins().contains(BUNDLE + " 99."));
      again.converse(5);
      again.type("exit 8");
      assertEquals(8, again.ended());
    }
    remove("swapped");
  }

  private static String plugins() {
    try {
      return daemon.felucca("plugins", "list").out();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void remove(String id) throws Exception {
    daemon.ctr("tasks", "rm", "-f", id);
    daemon.ctr("containers", "rm", id).ok();
  }

  @Test
  public void aHundredMegabytesComeOutAsTheyWentIn() throws Exception {
    String script = "yes 0123456789abcdef | head -c " + MEGABYTES + "000000";
    String wanted = bash(script + " | sha256sum");
    String run =
        "ctr -a %s run --rm %s bulk sh -c '%s' | sha256sum"
            .formatted(daemon.address(), BusyboxImage.NAME, script);
    assertEquals(wanted, bash(run));
  }

  @Test
  public void inputInBulkArrivesAsItWasSent() throws Exception {
    String script = "yes 0123456789abcdef | head -c 20000000";
    String wanted = bash(script + " | sha256sum");
    String run =
        "%s | ctr -a %s run --rm %s in sha256sum"
            .formatted(script, daemon.address(), BusyboxImage.NAME);
    assertEquals(wanted, bash(run));
  }

  private static String bash(String script) throws Exception {
    return Command.run(daemon.folder(), "bash", "-c", script).ok().out();
  }

  @Test
  public void readersThatAreSlowOrAwayHoldNobodyUp() throws Exception {
    List<Process> stopped = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        Process flood =
            new ProcessBuilder(
                    "ctr", "-a", daemon.address(), "run", BusyboxImage.NAME, "flood" + i, "yes")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        stopped.add(flood);
      }
      daemon.await("all run", () -> running("flood") == 5);
      for (Process flood : stopped) {
        Command.run(daemon.folder(), "kill", "-STOP", flood.pid() + "").ok();
      }
      for (int i = 0; i < 5; i++) {
        Command run =
            daemon.ctr("run", "--rm", BusyboxImage.NAME, "other", "echo", "still-" + i).ok();
        assertEquals("still-" + i + "\n", run.out());
      }
      Command exec = daemon.ctr("tasks", "exec", "--exec-id", "e", "flood0", "echo", "in").ok();
      assertEquals("in\n", exec.out());
    } finally {
      for (int i = 0; i < stopped.size(); i++) {
        daemon.ctr("tasks", "rm", "-f", "flood" + i);
        stopped.get(i).destroyForcibly().waitFor();
        daemon.ctr("containers", "rm", "flood" + i);
      }
    }
    assertTrue(daemon.ctr("tasks", "ls", "-q").ok().lines().stream().noneMatch(IS_FLOOD));
  }

  private static int running(String prefix) {
    try {
      return (int)
          daemon.ctr("tasks", "ls").lines().stream()
              .filter(line -> line.startsWith(prefix) && line.contains("RUNNING"))
              .count();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
