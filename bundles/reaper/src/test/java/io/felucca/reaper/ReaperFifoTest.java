package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fifo;
import io.felucca.linux.Signals;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** FIFOs that a container has itself. */
public class ReaperFifoTest {
  @Rule public final Containers containers = new Containers();

  @Before
  public void reaperWasBuilt() {
    Assume.assumeTrue(ReaperProgram.isBuilt());
  }

  private Path fifo(String name) throws Exception {
    Path path = containers.folder().resolve(name);
    Fifo.create(path, 0600);
    return path;
  }

  @Test(timeout = 60_000)
  public void muchOutputComesWhole() throws Exception {
    Path out = fifo("out");
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one =
          containers.run(
              "busybox head -c 20000000 /dev/zero; busybox echo end",
              new TaskIo("", out.toString(), "", false));
      assertEquals(20_000_004, reader.transferTo(OutputStream.nullOutputStream()));
      assertEquals(0, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void readerMayGoAndReturn() throws Exception {
    Path in = fifo("in");
    Path out = fifo("out");
    String script = "while read x; do echo $x; done; echo end";
    Supervised one = containers.run(script, new TaskIo(in.toString(), out.toString(), "", false));
    try (InputStream reader = Fifo.reader(out).input()) {
      say(in, "one\n");
      assertEquals("one\n", read(reader, 4));
    }
    say(in, "two\n");
    say(in, "three\n");
    try (InputStream reader = Fifo.reader(out).input()) {
      assertEquals("two\nthree\n", read(reader, 10));
      assertFalse(one.exit().isDone());
      one.closeStdin();
      one.closeStdin();
      assertEquals("end\n", new String(reader.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals(0, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void standardInputOfAnAdoptedProcessIsClosed() throws Exception {
    Path in = fifo("in");
    String id = containers.id();
    TaskIo io = new TaskIo(in.toString(), "", "", false);
    Launch launch = containers.creation(id, "busybox cat; exit 9", io);
    Supervised first = containers.start(launch);
    first.begin();
    containers.leave(first);
    containers.runc("start", id);
    Supervised adopted = containers.keep(containers.supervisor().adopt(launch.folder(), io));
    adopted.closeStdin();
    assertEquals(9, Containers.ended(adopted).status());
  }

  @Test(timeout = 60_000)
  public void inputThatEndsBeforeTheBeginningIsWhole() throws Exception {
    Path in = fifo("in");
    Path log = containers.folder().resolve("log");
    TaskIo io = new TaskIo(in.toString(), "file://" + log, "", false);
    Launch launch = containers.creation(containers.id(), "busybox cat; exit 6", io);
    Supervised one = containers.start(launch);
    say(in, "all\n");
    start(one);
    assertEquals(6, Containers.ended(one).status());
    assertEquals("all\n", Files.readString(log));
  }

  @Test(timeout = 60_000)
  public void inputThatEndsWhileThereIsNoDaemonIsWhole() throws Exception {
    Path in = fifo("in");
    Path log = containers.folder().resolve("log");
    TaskIo io = new TaskIo(in.toString(), "file://" + log, "", false);
    Launch launch = containers.creation(containers.id(), "busybox cat; exit 6", io);
    OtherDaemon.createAndDie(containers.programs(), launch);
    say(in, "all\n");
    Supervised adopted = containers.keep(containers.supervisor().adopt(launch.folder(), io));
    start(adopted);
    assertEquals(6, Containers.ended(adopted).status());
    assertEquals("all\n", Files.readString(log));
  }

  @Test(timeout = 60_000)
  public void inputIsHeldOnceTheProcessHasBegun() throws Exception {
    Path in = fifo("in");
    Path log = containers.folder().resolve("log");
    TaskIo io = new TaskIo(in.toString(), "file://" + log, "", false);
    Launch launch = containers.creation(containers.id(), "busybox cat; exit 6", io);
    OtherDaemon.createAndDie(containers.programs(), launch);
    Supervised adopted = containers.keep(containers.supervisor().adopt(launch.folder(), io));
    try (OutputStream writer = Fifo.writer(in).output()) {
      writer.write("one\n".getBytes(StandardCharsets.UTF_8));
      start(adopted);
      writer.write("two\n".getBytes(StandardCharsets.UTF_8));
    }
    while (Files.size(log) < 8) {
      Thread.sleep(5);
    }
    say(in, "three\n");
    assertFalse(adopted.exit().isDone());
    adopted.closeStdin();
    assertEquals(6, Containers.ended(adopted).status());
    assertEquals("one\ntwo\nthree\n", Files.readString(log));
  }

  @Test(timeout = 60_000)
  public void inputClosedBeforeTheBeginningStaysSo() throws Exception {
    Path in = fifo("in");
    TaskIo io = new TaskIo(in.toString(), "", "", false);
    Launch launch = containers.creation(containers.id(), "busybox cat; exit 7", io);
    Supervised one = containers.start(launch);
    one.closeStdin();
    start(one);
    assertEquals(7, Containers.ended(one).status());
    one.begin();
  }

  private void start(Supervised one) throws Exception {
    one.begin();
    containers.runc("start", containers.lastId());
  }

  @Test(timeout = 60_000)
  public void absentReaderDoesNotHoldUpTheEnd() throws Exception {
    Path out = fifo("out");
    Supervised one =
        containers.run(
            "busybox head -c 1000000 /dev/zero", new TaskIo("", out.toString(), "", false));
    one.signal(Signals.SIGKILL);
    assertEquals(137, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void errorsGoTheirOwnWay() throws Exception {
    Path out = containers.folder().resolve("out.log");
    Path err = fifo("err");
    try (InputStream reader = Fifo.reader(err).input()) {
      Supervised one =
          containers.run(
              "echo out; echo err >&2", new TaskIo("", "file://" + out, err.toString(), false));
      assertEquals(0, Containers.ended(one).status());
      assertEquals("err\n", new String(reader.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals("out\n", Files.readString(out));
    }
  }

  private static void say(Path in, String text) throws Exception {
    try (OutputStream writer = Fifo.writer(in).output()) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(InputStream reader, int bytes) throws Exception {
    return new String(reader.readNBytes(bytes), StandardCharsets.UTF_8);
  }
}
