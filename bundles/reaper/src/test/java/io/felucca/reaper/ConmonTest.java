package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fifo;
import io.felucca.linux.Signals;
import io.felucca.linux.Spawn;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The same containers with a conmon beside each. */
public class ConmonTest {
  @Rule public final Containers containers = new Containers();

  private Path in;
  private Path out;

  @Before
  public void fifos() throws Exception {
    Assume.assumeTrue("needs conmon", Programs.exists("conmon"));
    containers.use(Supervisors.conmon("conmon"));
    in = containers.folder().resolve("in");
    out = containers.folder().resolve("out");
    Fifo.create(in, 0600);
    Fifo.create(out, 0600);
  }

  @Test(timeout = 60_000)
  public void exitCodeIsToldAndNothingIsLeft() throws Exception {
    Launch launch = containers.creation(containers.id(), "exit 42", Containers.NO_IO);
    Supervised one = containers.start(launch);
    containers.runc("start", launch.id());
    Ended ended = Containers.ended(one);
    assertEquals(42, ended.status());
    assertTrue(ended.known());
    one.discard();
    try (Stream<Path> files = Files.list(launch.folder())) {
      assertEquals(0, files.count());
    }
  }

  @Test(timeout = 60_000)
  public void signalCounts128More() throws Exception {
    Supervised one = containers.run("exec sleep 600", Containers.NO_IO);
    assertTrue(one.signal(Signals.SIGKILL));
    assertEquals(137, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void failedCommandIsTold() throws Exception {
    Launch launch =
        containers.creation(containers.id(), "true", new TaskIo("", out.toString(), "", true));
    Files.writeString(launch.bundle().resolve("config.json"), "no json");
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch));
    assertTrue(failed.getMessage(), failed.getMessage().contains("invalid character"));
    try (Stream<Path> files = Files.list(launch.folder())) {
      assertEquals(0, files.count());
    }
  }

  @Test(timeout = 60_000)
  public void fifosGoToTheContainer() throws Exception {
    TaskIo io = new TaskIo(in.toString(), out.toString(), "", false);
    Supervised one = containers.run("while read x; do echo got $x; done; exit 3", io);
    say("one\n");
    try (InputStream reader = Fifo.reader(out).input()) {
      assertEquals("got one\n", new String(reader.readNBytes(8), StandardCharsets.UTF_8));
    }
    say("two\n");
    try (InputStream reader = Fifo.reader(out).input()) {
      assertEquals("got two\n", new String(reader.readNBytes(8), StandardCharsets.UTF_8));
      one.closeStdin();
      assertEquals(-1, reader.read());
    }
    assertEquals(3, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void inputThatEndsBeforeTheBeginningIsWhole() throws Exception {
    TaskIo io = new TaskIo(in.toString(), "", "", false);
    Launch launch = containers.creation(containers.id(), "read x; busybox cat; exit $x", io);
    Supervised one = containers.start(launch);
    say("5\n");
    one.begin();
    containers.runc("start", launch.id());
    assertEquals(5, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void terminalIsRelayedAndAdopted() throws Exception {
    TaskIo io = new TaskIo(in.toString(), out.toString(), "", true);
    String script = "busybox stty -echo; while read x; do eval $x; done";
    Launch launch = containers.creation(containers.id(), script, io);
    Supervised first = containers.start(launch);
    containers.runc("start", launch.id());
    try (InputStream reader = Fifo.reader(out).input()) {
      first.resize(99, 33);
      say("busybox sleep 0.2; busybox stty size\n");
      Containers.until(reader, "33 99\r\n");
    }
    containers.leave(first);
    Supervised adopted = containers.keep(containers.supervisor().adopt(launch.folder(), io));
    try (InputStream reader = Fifo.reader(out).input()) {
      say("echo again; exit 6\n");
      Containers.until(reader, "again\r\n");
      assertEquals(6, Containers.ended(adopted).status());
      assertEquals(-1, reader.read());
    }
  }

  @Test(timeout = 60_000)
  public void execShowsAllOnItsTerminal() throws Exception {
    Supervised init = containers.run("exec sleep 600", Containers.NO_IO);
    TaskIo io = new TaskIo(in.toString(), out.toString(), "", true);
    Launch launch = containers.execution(containers.lastId(), "e", "busybox tty; exit 8", io);
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised exec = containers.start(launch);
      assertTrue(Containers.until(reader, "\n").startsWith("/dev/pts/"));
      assertEquals(8, Containers.ended(exec).status());
    }
    Supervised plain =
        containers.start(
            containers.execution(containers.lastId(), "p", "exit 9", Containers.NO_IO));
    assertEquals(9, Containers.ended(plain).status());
    init.signal(Signals.SIGKILL);
  }

  @Test(timeout = 60_000)
  public void endMeanwhileIsAdopted() throws Exception {
    Launch launch = containers.creation(containers.id(), "exit 12", Containers.NO_IO);
    containers.leave(containers.start(launch));
    containers.runc("start", launch.id());
    Supervised adopted =
        containers.keep(
            Supervisors.choose(containers.programs()).adopt(launch.folder(), launch.io()));
    assertEquals(12, Containers.ended(adopted).status());
  }

  @Test(timeout = 60_000)
  public void conmonIsChosenWhereTheReaperCannotBeExecuted() throws Exception {
    Path programs = Files.createDirectories(containers.programs());
    containers.use(Supervisors.choose(programs));
    Spawn.command("mount", "-t", "tmpfs", "-o", "noexec,size=1m", "tmpfs", programs.toString())
        .run();
    try {
      Launch launch = containers.creation(containers.id(), "true", Containers.NO_IO);
      Supervised one = containers.start(launch);
      assertTrue(ConmonFolder.find(launch.folder()).isPresent());
      assertTrue(one.signal(Signals.SIGKILL));
      assertEquals(137, Containers.ended(one).status());
    } finally {
      Spawn.command("umount", programs.toString()).run();
    }
  }

  private void say(String text) throws Exception {
    try (OutputStream writer = Fifo.writer(in).output()) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
