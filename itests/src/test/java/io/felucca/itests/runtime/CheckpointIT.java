package io.felucca.itests.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.client.Checkpoint;
import io.felucca.client.Container;
import io.felucca.client.Felucca;
import io.felucca.client.Image;
import io.felucca.client.Stdio;
import io.felucca.client.Task;
import io.felucca.client.TaskOptions;
import io.felucca.client.Workspace;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Checkpoints through the unmodified {@code ctr}, with the criu in {@code PATH}: taken by one
 * daemon, restored by another one.
 */
public class CheckpointIT {
  private static final String COUNT =
      "i=0; while :; do i=$((i+1)); echo $i > /next; mv /next /count; usleep 20000; done";

  private static final String REF = "checkpoints.test/counter:1";

  private Daemon here;
  private Daemon elsewhere;

  @Before
  public void start() throws Exception {
    requireCriu();
    here = daemon();
    elsewhere = daemon();
    here.ctr("run", "-d", BusyboxImage.NAME, "c", "sh", "-c", COUNT).ok();
    here.await("it counts", () -> count(here) > 5);
  }

  private void requireCriu() throws Exception {
    Command check = Command.run(Path.of("/"), "sh", "-c", "criu check");
    assumeTrue("criu check: " + check.out() + check.err(), check.code() == 0);
  }

  private Daemon daemon() throws Exception {
    Path folder = Files.createTempDirectory("felucca-it");
    Daemon daemon = Daemon.configured(folder, "");
    daemon.start();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    return daemon;
  }

  @After
  public void end() throws Exception {
    for (Daemon daemon : new Daemon[] {here, elsewhere}) {
      if (daemon != null) {
        daemon.ctr("tasks", "rm", "-f", "c");
        daemon.ctr("containers", "rm", "c");
        daemon.close();
      }
    }
  }

  private static int count(Daemon daemon) {
    try {
      String text =
          daemon.ctr("tasks", "exec", "--exec-id", "look", "c", "cat", "/count").out().strip();
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String status(Daemon daemon) {
    try {
      return daemon.ctr("tasks", "ls").ok().out();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void containerGoesOnElsewhereAndHere() throws Exception {
    int taken = count(here);
    here.ctr("containers", "checkpoint", "--rw", "--image", "--task", "c", REF).ok();
    int before = count(here);
    here.await("it goes on here", () -> count(here) > before);
    carry();
    elsewhere.ctr("containers", "restore", "--rw", "--live", "c", REF).ok();
    int first = count(elsewhere);
    assertTrue(first + " after " + taken, first >= taken);
    elsewhere.await("it goes on elsewhere", () -> count(elsewhere) > first);
    elsewhere.ctr("tasks", "kill", "-s", "9", "c").ok();
    elsewhere.await("it has ended", () -> status(elsewhere).contains("STOPPED"));
  }

  private void carry() throws Exception {
    Path archive = here.folder().resolve("checkpoint.tar");
    here.ctr("images", "export", "--skip-manifest-json", archive.toString(), REF).ok();
    elsewhere.ctr("images", "import", "--no-unpack", archive.toString()).ok();
  }

  /** A shell's terminal, its size and what it holds go on with the shell. */
  @Test
  public void terminalGoesOnThroughTheLibrary() throws Exception {
    try (Felucca client = Felucca.connect(here.address())) {
      Workspace workspace = client.namespace("default");
      Stdio terminal = Stdio.pipes().withTerminal();
      Container container =
          workspace
              .containers()
              .create("tty")
              .image(workspace.images().get(BusyboxImage.NAME))
              .newSnapshot("tty")
              .args("sh")
              .spec(io.felucca.oci.option.Command.terminal())
              .create();
      Task task = container.newTask(terminal);
      task.start();
      task.resize(97, 31);
      type(task, "x=kept; echo re''ady\n", "ready");
      Image image = container.checkpoint(REF, Checkpoint.ofTask().withFiles());
      type(task, "echo still $x\n", "still kept");
      task.deleteForcibly();
      container.deleteWithSnapshot();
      Container copy = workspace.containers().restore("tty", image);
      Task again = copy.newTask(terminal, TaskOptions.usual().checkpoint(image));
      again.start();
      type(again, "echo again $x; stty size\n", "31 97");
      again.deleteForcibly();
      copy.deleteWithSnapshot();
    }
  }

  private static void type(Task task, String text, String answer) throws IOException {
    task.stdin().write(text.getBytes(UTF_8));
    task.stdin().flush();
    StringBuilder read = new StringBuilder();
    while (read.indexOf(answer) < 0) {
      int next = task.stdout().read();
      assertTrue("ended after " + read + " instead of " + answer, next >= 0);
      read.append((char) next);
    }
  }

  @Test
  public void containerEndsWhereThatIsSaid() throws Exception {
    Path image = here.folder().resolve("image");
    here.ctr("tasks", "checkpoint", "--exit", "--image-path", image.toString(), "c").ok();
    here.await("it has ended", () -> status(here).contains("STOPPED"));
    assertTrue(Files.exists(image.resolve("inventory.img")));
  }

  @Test
  public void failureNamesTheLogOfCriu() throws Exception {
    Path image = here.folder().resolve("image");
    Files.createDirectories(image.resolve("files.img"));
    Command refused = here.ctr("tasks", "checkpoint", "--image-path", image.toString(), "c");
    assertNotEquals(0, refused.code());
    assertTrue(refused.err(), refused.err().contains("criu failed"));
    assertTrue(refused.err(), refused.err().matches("(?s).* path= /\\S+/criu-dump.log: Error .*"));
    int before = count(here);
    here.await("it goes on", () -> count(here) > before);
  }
}
