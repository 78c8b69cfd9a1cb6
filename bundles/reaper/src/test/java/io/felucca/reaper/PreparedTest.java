package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fifo;
import io.felucca.linux.PidFd;
import io.felucca.linux.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Executions that are made ready before they are wanted. */
public class PreparedTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Rule public final Containers containers = new Containers();

  private Supervised init;

  @Before
  public void containerRuns() throws Exception {
    Assume.assumeTrue(ReaperProgram.isBuilt());
    init = containers.run("exec busybox sleep 600", Containers.NO_IO);
  }

  @After
  public void containerEnds() {
    if (init != null) {
      init.signal(Signals.SIGKILL);
    }
  }

  private Launch launch(String script, TaskIo io) throws Exception {
    return containers.execution(containers.lastId(), "e" + System.nanoTime(), script, io);
  }

  private Prepared prepare(Launch launch) {
    return containers.supervisor().prepare(launch).orElseThrow();
  }

  private Supervised start(Prepared prepared, Launch launch) throws Exception {
    byte[] process = Files.readAllBytes(launch.process());
    return containers.keep(prepared.start(() -> launch, process, LIMIT));
  }

  private Path fifo(String name) throws Exception {
    Path path = containers.folder().resolve(name);
    Fifo.create(path, 0600);
    return path;
  }

  private TaskIo output(Path out) {
    return new TaskIo("", out.toString(), "", false);
  }

  /** The OCI runtime's command, once it is there and waits. */
  private static ProcessHandle command(Launch launch) throws Exception {
    String file = new Folder(launch.folder()).process().toString();
    for (int i = 0; i < 2000; i++) {
      for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
        String line = line(child.pid());
        if (line.contains(file) && !line.contains("felucca-reaper-") && waits(child.pid())) {
          return child;
        }
      }
      Thread.sleep(5);
    }
    throw new AssertionError("no command waits for " + file);
  }

  private static String line(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether one of its threads is about to open a FIFO. */
  private static boolean waits(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.anyMatch(PreparedTest::isOpening);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOpening(Path thread) {
    try {
      return Files.readString(thread.resolve("wchan")).contains("wait_for_partner")
          || Files.readString(thread.resolve("syscall")).startsWith("257 ");
    } catch (IOException e) {
      return false;
    }
  }

  private static PidFd reaper(Launch launch) throws Exception {
    return PidFd.open(new Folder(launch.folder()).state().orElseThrow().supervisor());
  }

  private static void assertNothingLeft(Launch launch) throws Exception {
    try (Stream<Path> files = Files.list(launch.folder())) {
      assertEquals(List.of(), files.toList());
    }
    assertEquals(List.of(), List.copyOf(new Workers(new Folder(launch.folder())).find()));
  }

  private static String all(InputStream reader) throws Exception {
    return new String(reader.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void say(Path in, String text) throws Exception {
    try (OutputStream writer = Fifo.writer(in).output()) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test(timeout = 60_000)
  public void processRunsOnceItIsStarted() throws Exception {
    Path out = fifo("out");
    Launch launch = launch("echo hello; exit 3", output(out));
    Prepared prepared = prepare(launch);
    ProcessHandle command = command(launch);
    assertEquals(0, new Folder(launch.folder()).state().orElseThrow().pid());
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = start(prepared, launch);
      assertEquals("hello\n", all(reader));
      assertEquals(3, Containers.ended(one).status());
    }
    assertFalse(command.isAlive());
  }

  @Test(timeout = 60_000)
  public void startDoesNotWaitForTheCommandToGoOnceTheProcessIsMade() throws Exception {
    Launch launch =
        containers.withRuntime(
            "/usr/sbin/runc \"$@\"; exec sleep 600", launch("exit 3", Containers.NO_IO));
    Supervised one = start(prepare(launch), launch);
    assertEquals(3, Containers.ended(one).status());
  }

  @Test(timeout = 60_000)
  public void startNeedNotWaitUntilItIsReady() throws Exception {
    for (int i = 0; i < 10; i++) {
      Launch launch = launch("exit " + i, Containers.NO_IO);
      Prepared prepared = prepare(launch);
      Thread.sleep(i);
      assertEquals(i, Containers.ended(start(prepared, launch)).status());
    }
  }

  @Test(timeout = 60_000)
  public void nothingIsLeftOfWhatIsDiscarded() throws Exception {
    Path out = fifo("out");
    Launch launch = launch("echo never", output(out));
    Prepared prepared = prepare(launch);
    ProcessHandle command = command(launch);
    try (InputStream reader = Fifo.reader(out).input()) {
      prepared.discard();
      assertFalse(command.isAlive());
      assertEquals("", all(reader));
    }
    assertNothingLeft(launch);
    prepared = prepare(launch);
    prepared.discard();
    assertNothingLeft(launch);
  }

  @Test(timeout = 60_000)
  public void killedCommandIsReplaced() throws Exception {
    Path out = fifo("out");
    Launch launch = launch("echo second; exit 4", output(out));
    Prepared prepared = prepare(launch);
    command(launch).destroyForcibly();
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = start(prepared, launch);
      assertEquals("second\n", all(reader));
      assertEquals(4, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void killedReaperIsReplaced() throws Exception {
    Path out = fifo("out");
    Launch launch = launch("echo second; exit 4", output(out));
    Prepared prepared = prepare(launch);
    ProcessHandle command = command(launch);
    try (PidFd reaper = reaper(launch)) {
      reaper.signal(Signals.SIGKILL);
    }
    command.onExit().join();
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = start(prepared, launch);
      assertEquals("second\n", all(reader));
      assertEquals(4, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void restedOneHoldsItsStreams() throws Exception {
    Path out = fifo("out");
    Launch launch = launch("echo rested; exit 5", output(out));
    Prepared prepared = prepare(launch);
    ProcessHandle command = command(launch);
    prepared.rest();
    command.onExit().join();
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = start(prepared, launch);
      assertEquals("rested\n", all(reader));
      assertEquals(5, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void nextDaemonFindsTheStreamsHeld() throws Exception {
    Path in = fifo("in");
    Path out = fifo("out");
    TaskIo io = new TaskIo(in.toString(), out.toString(), "", false);
    Launch launch = launch("busybox cat; exit 6", io);
    Prepared first = prepare(launch);
    ProcessHandle command = command(launch);
    first.close();
    command.onExit().join();
    say(in, "kept\n");
    Prepared next = containers.supervisor().inherit(launch.folder(), io).orElseThrow();
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = start(next, launch);
      assertEquals("kept\n", all(reader));
      assertEquals(6, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void nextInstanceFindsTheStreamsHeldByAReaperThatHasJustBegun() throws Exception {
    for (int i = 0; i < 20; i++) {
      Path out = fifo("out" + i);
      TaskIo io = output(out);
      Launch launch = launch("echo " + i, io);
      try (InputStream reader = Fifo.reader(out).input()) {
        prepare(launch).close();
        start(containers.supervisor().inherit(launch.folder(), io).orElseThrow(), launch);
        assertEquals(i + "\n", all(reader));
      }
    }
  }

  @Test(timeout = 60_000)
  public void nextDaemonDiscardsWhatItFinds() throws Exception {
    Launch launch = launch("exit 1", Containers.NO_IO);
    Prepared first = prepare(launch);
    command(launch);
    containers.supervisor().inherit(launch.folder(), launch.io()).orElseThrow().discard();
    assertNothingLeft(launch);
    first.close();
    prepare(launch).close();
    containers.supervisor().abandon(launch.folder());
    assertNothingLeft(launch);
    assertTrue(containers.supervisor().inherit(launch.folder(), launch.io()).isEmpty());
  }

  @Test(timeout = 60_000)
  public void inputOfOneWhoIsDoneBeforeTheStartEnds() throws Exception {
    Path in = fifo("in");
    Launch launch = launch("exit $(busybox wc -c)", new TaskIo(in.toString(), "", "", false));
    Prepared prepared = prepare(launch);
    say(in, "four");
    assertEquals(4, Containers.ended(start(prepared, launch)).status());
  }

  @Test(timeout = 60_000)
  public void inputIsHeldForLaterWriters() throws Exception {
    for (boolean killed : List.of(false, true)) {
      Path in = fifo("in" + killed);
      Launch launch = launch("exit $(busybox wc -c)", new TaskIo(in.toString(), "", "", false));
      Prepared prepared = prepare(launch);
      ProcessHandle command = command(launch);
      if (killed) {
        command.destroyForcibly();
      }
      Supervised one = start(prepared, launch);
      say(in, "four");
      say(in, "more");
      assertFalse(one.exit().isDone());
      one.closeStdin();
      assertEquals(8, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void terminalIsMadeAtTheStart() throws Exception {
    Path in = fifo("in");
    Path out = fifo("out");
    TaskIo io = new TaskIo(in.toString(), out.toString(), "", true);
    for (boolean rested : List.of(false, true)) {
      Launch launch =
          launch("busybox stty -echo; echo ready; read x; busybox stty size; exit $x", io);
      Prepared prepared = prepare(launch);
      command(launch);
      if (rested) {
        prepared.rest();
      }
      try (InputStream reader = Fifo.reader(out).input();
          OutputStream writer = Fifo.writer(in).output()) {
        Supervised one = start(prepared, launch);
        Containers.until(reader, "ready\r\n");
        one.resize(77, 11);
        writer.write("7\n".getBytes(StandardCharsets.UTF_8));
        Containers.until(reader, "11 77\r\n");
        assertEquals(7, Containers.ended(one).status());
      }
    }
  }

  @Test(timeout = 60_000)
  public void failureIsThatOfAPlainStart() throws Exception {
    Launch launch = launch("", Containers.NO_IO);
    String process = Files.readString(launch.process()).replace("/bin/busybox", "/bin/nothing");
    Files.writeString(launch.process(), process);
    LaunchFailed plain =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch, LIMIT));
    Prepared prepared = prepare(launch);
    LaunchFailed failed = assertThrows(LaunchFailed.class, () -> start(prepared, launch));
    assertEquals(plain.getMessage(), failed.getMessage());
    assertEquals(plain.status(), failed.status());
    assertNothingLeft(launch);
  }

  @Test(timeout = 60_000)
  public void replacedStreamsAreOpenedAnew() throws Exception {
    Path out = fifo("out");
    Launch launch = launch("echo new", output(out));
    Prepared prepared = prepare(launch);
    Files.delete(out);
    fifo("out");
    try (InputStream reader = Fifo.reader(out).input()) {
      Supervised one = start(prepared, launch);
      assertEquals("new\n", all(reader));
      assertEquals(0, Containers.ended(one).status());
    }
  }

  @Test(timeout = 60_000)
  public void whatIsNoFifoIsNotPrepared() throws Exception {
    Path file = containers.folder().resolve("file");
    Files.createFile(file);
    for (String out :
        List.of(file.toString(), "file://" + file, "binary:///bin/true", "/nothing")) {
      Launch launch = launch("exit", new TaskIo("", out, "", false));
      assertTrue(out, containers.supervisor().prepare(launch).isEmpty());
    }
  }

  @Test(timeout = 60_000)
  public void conmonPreparesNothing() throws Exception {
    Supervisor conmon = Supervisors.conmon("conmon");
    assertTrue(conmon.prepare(launch("exit", Containers.NO_IO)).isEmpty());
  }
}
