package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fifo;
import io.felucca.linux.Processes;
import io.felucca.linux.Signals;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Terminals that a reaper keeps and relays. */
public class ReaperTerminalTest {
  @Rule public final Containers containers = new Containers();

  private Path in;
  private Path out;
  private TaskIo io;

  @Before
  public void fifos() throws Exception {
    Assume.assumeTrue(ReaperProgram.isBuilt());
    in = containers.folder().resolve("in");
    out = containers.folder().resolve("out");
    Fifo.create(in, 0600);
    Fifo.create(out, 0600);
    io = new TaskIo(in.toString(), out.toString(), "", true);
  }

  @Test(timeout = 60_000)
  public void sessionHasATerminalOfTheSizeAskedFor() throws Exception {
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = containers.run("busybox stty -echo; read x; busybox stty size; exit 5", io);
      one.resize(120, 40);
      say("go\n");
      assertTrue(Containers.until(reader, "40 120").endsWith("40 120"));
      assertEquals(5, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void controlCInterrupts() throws Exception {
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one =
          containers.run("trap 'exit 3' INT; echo ready; while true; do busybox sleep 1; done", io);
      Containers.until(reader, "ready");
      say("\u0003");
      assertEquals(3, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void muchOutputComesWhole() throws Exception {
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one =
          containers.run(
              "busybox stty raw; busybox yes 123456789 | busybox head -c 12000000; echo end; read x; exit 4",
              io);
      assertEquals(12_000_004, reader.readNBytes(12_000_004).length);
      say("\n");
      assertEquals(4, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void muchInputArrivesWhole() throws Exception {
    try (InputStream reader = Fifo.reader(out).input()) {
      String script = "busybox stty raw -echo; echo ready; busybox head -c 300000 | busybox wc -c";
      Supervised one = containers.run(script, io);
      Containers.until(reader, "ready\n");
      say("0123456789".repeat(30_000));
      assertEquals("300000\n", Containers.until(reader, "\n"));
      assertEquals(0, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void readerMayGoAndReturn() throws Exception {
    Supervised one =
        containers.run("busybox stty -echo; echo ready; while read x; do echo got $x; done", io);
    try (InputStream reader = Fifo.reader(out).input()) {
      Containers.until(reader, "ready\r\n");
    }
    say("one\n");
    say("two\n");
    try (InputStream reader = Fifo.reader(out).input()) {
      assertEquals("got one\r\ngot two\r\n", Containers.until(reader, "two\r\n"));
    }
    assertFalse(one.exit().isDone());
    one.signal(Signals.SIGKILL);
    assertEquals(137, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void absentReaderHoldsUpNeitherInputNorTheEnd() throws Exception {
    Supervised one = containers.run("busybox head -c 500000 /dev/zero & read x; exit 6", io);
    Thread.sleep(200);
    say("go\n");
    assertEquals(6, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void absentReaderCostsNoProcessorTime() throws Exception {
    Supervised one = containers.run("busybox yes", io);
    say("typed\n");
    // until all is full that can be filled
    while (ticksInASecond(one.supervisor()) > 2) {
      Thread.sleep(1);
    }
    one.signal(Signals.SIGKILL);
    assertEquals(137, Containers.ended(one).status());
  }

  private static long ticksInASecond(int pid) throws Exception {
    long before = ticks(pid);
    Thread.sleep(1000);
    return ticks(pid) - before;
  }

  /** User and system time, in hundredths of a second. */
  private static long ticks(int pid) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[14 - 3]) + Long.parseLong(fields[15 - 3]);
  }

  @Test(timeout = 60_000)
  public void slowReaderGetsTheRestAfterTheEnd() throws Exception {
    try (InputStream reader = Fifo.reader(out).input()) {
      String script = "busybox stty raw; busybox head -c 68000 /dev/zero; exit 7";
      Supervised one = containers.run(script, io);
      assertEquals(7, Containers.ended(one).status());
      assertTrue(Processes.isEnding(one.supervisor()));
      assertEquals(68_000, reader.readAllBytes().length);
    }
  }

  @Test(timeout = 60_000)
  public void restThatNobodyReadsKeepsNoProcess() throws Exception {
    Supervised one = containers.run("busybox head -c 500000 /dev/zero & read x; exit 6", io);
    Thread.sleep(300);
    say("go\n");
    assertEquals(6, Containers.ended(one).status());
    while (isNamed(containers.lastId())) {
      Thread.sleep(20);
    }
  }

  private static boolean isNamed(String id) {
    return ProcessHandle.allProcesses()
        .anyMatch(
            process -> process.info().arguments().map(List::of).orElse(List.of()).contains(id));
  }

  @Test(timeout = 60_000)
  public void lastOutputIsReadAfterTheEnd() throws Exception {
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = containers.run("echo last words; exit 2", io);
      assertEquals(2, Containers.ended(one).status());
      String all = new String(reader.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("last words\r\n", all);
    }
  }

  @Test(timeout = 60_000)
  public void outputMayGoToAFile() throws Exception {
    Path log = containers.folder().resolve("log");
    Supervised one = containers.run("echo hello", new TaskIo("", "file://" + log, "", true));
    assertEquals(0, Containers.ended(one).status());
    assertEquals("hello\r\n", Files.readString(log));
  }

  @Test(timeout = 60_000)
  public void execHasATerminalToo() throws Exception {
    Supervised init = containers.run("exec busybox sleep 600", Containers.NO_IO);
    try (InputStream reader = Fifo.reader(out).input()) {
      Launch launch = containers.execution(containers.lastId(), "e", "busybox tty; exit 8", io);
      Supervised exec = containers.start(launch);
      assertEquals(8, Containers.ended(exec).status());
      assertTrue(Containers.until(reader, "\n").startsWith("/dev/pts/"));
    }
    init.signal(Signals.SIGKILL);
  }

  @Test(timeout = 60_000)
  public void failedCommandIsToldWithWhatItSaid() throws Exception {
    Launch launch = containers.creation(containers.id(), "true", io);
    Files.writeString(launch.bundle().resolve("config.json"), "no json");
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch));
    assertTrue(failed.stderr(), failed.stderr().contains("invalid character"));
  }

  @Test
  public void processWithoutTerminalCannotBeResized() throws Exception {
    Supervised one = containers.run("exec sleep 600", Containers.NO_IO);
    Fault fault = assertThrows(Fault.class, () -> one.resize(1, 1));
    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
    one.signal(Signals.SIGKILL);
  }

  private void say(String text) throws Exception {
    try (OutputStream writer = Fifo.writer(in).output()) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
