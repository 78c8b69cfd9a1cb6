package io.felucca.itests.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.client.Container;
import io.felucca.client.Content;
import io.felucca.client.Exec;
import io.felucca.client.Felucca;
import io.felucca.client.HeldLease;
import io.felucca.client.Image;
import io.felucca.client.Stdio;
import io.felucca.client.Task;
import io.felucca.client.Workspace;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** The client library where it is not root's main thread that calls and lives on. */
public class CallersIT {
  private static final String NAMESPACE = "callers-it";
  private static final int NOBODY = 65534;
  private static final int FRIENDS = 65533;
  private static final int MANY = 1000;
  private static final int READERS = 32;
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
  private static final int FIRST_WITHOUT_PINNING = 24;

  private static Peer peer;
  private static Felucca client;
  private static Workspace workspace;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final Timeout timeout = new Timeout(10, TimeUnit.MINUTES);

  @BeforeClass
  public static void start() throws Exception {
    peer = Peer.felucca();
    client = Felucca.connect(peer.address());
    workspace = client.namespace(NAMESPACE);
  }

  @AfterClass
  public static void stop() throws Exception {
    client.close();
    peer.close();
  }

  private Container sleeping(String id) throws Exception {
    Image image = workspace.images().load(BusyboxImage.archive()).get(0);
    return workspace
        .containers()
        .create(id)
        .image(image)
        .newSnapshot(id)
        .args("sleep", "1000")
        .create();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** The group of the socket is all that is needed, also for names of users. */
  @Test
  public void userOfTheSocketsGroupNeedsNoPrivileges() throws Exception {
    Program.open(temporary.getRoot().toPath());
    Path own = temporary.newFolder("own").toPath();
    Files.setAttribute(own, "unix:uid", NOBODY);
    Path archive = Files.copy(BusyboxImage.archive(), temporary.getRoot().toPath().resolve("i"));
    Program program = new Program(temporary.newFolder("program").toPath());
    Command refused = asNobody(own, stranger(program, 5, archive));
    assertTrue(refused.toString(), refused.err().contains("Permission denied"));
    admit();
    assertEquals(
        "1000\n2000\ntyped\nPERMISSION_DENIED\n12\nlocal/kept:1\n",
        asNobody(own, stranger(program, 120, archive)).ok().out());
    assertEquals(List.of(), files(own));
    client.namespaces().delete("stranger");
  }

  private static List<String> stranger(Program program, int seconds, Path archive)
      throws Exception {
    return program.command(
        Stranger.class, peer.address(), "" + seconds, "stranger", archive.toString());
  }

  private static void admit() throws IOException {
    Path socket = Path.of(peer.address());
    Program.open(socket.getParent());
    Files.setAttribute(socket, "unix:gid", FRIENDS);
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
  }

  private static Command asNobody(Path own, List<String> main) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "XDG_RUNTIME_DIR=" + own, "setpriv"));
    command.addAll(List.of("--reuid", "" + NOBODY, "--regid", "" + FRIENDS, "--clear-groups"));
    command.addAll(main);
    return Command.run(Path.of("/"), command.toArray(String[]::new));
  }

  /** A later program takes the task up, and the next one that makes a task tidies. */
  @Test
  public void killedProgramLeavesNothingForLong() throws Exception {
    Path fifos = temporary.newFolder("fifos").toPath();
    Program program = new Program(temporary.newFolder("program").toPath());
    Container container = sleeping("victim");
    kill(program, fifos);
    Task task = container.attach(Stdio.nothing());
    task.exec("later", Stdio.pipes().in(fifos), List.of("true")).delete();
    assertEquals("what lives has its streams", 2, files(fifos).size());
    task.deleteForcibly();
    Path left = files(fifos).get(0);
    assertTrue(left.toString(), left.toString().contains(",victim,reader,"));
    kill(program, fifos);
    assertTrue(Files.notExists(left));
    container.attach(Stdio.nothing()).deleteForcibly();
    container.deleteWithSnapshot();
  }

  /** Runs one that makes a task and an exec, and leaves its FIFOs as if it were long ago. */
  private static void kill(Program program, Path fifos) throws Exception {
    List<String> main =
        program.command(Victim.class, peer.address(), NAMESPACE, "victim", fifos.toString());
    Process victim =
        new ProcessBuilder(main).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] said = victim.getInputStream().readNBytes("ready".length());
    assertEquals("ready", new String(said, UTF_8));
    victim.destroyForcibly().waitFor();
    for (Path folder : files(fifos)) {
      Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(3600)));
    }
  }

  /** A thousand that wait take no carrier from those that work, and an interrupt ends each. */
  @Test
  public void thousandVirtualThreadsWaitWithoutPinning() throws Exception {
    int java = Runtime.version().feature();
    assumeTrue("Java " + java + " has no virtual threads", java >= FIRST_WITH_VIRTUAL_THREADS);
    Container container = sleeping("virtual");
    Task task = container.newTask(Stdio.nothing());
    task.start();
    List<Exec> execs = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      execs.add(task.exec("e" + i, Stdio.pipes(), List.of("cat")));
    }
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(20));
      recording.start();
      crowd(container, task, execs);
      recording.stop();
      Path file = temporary.getRoot().toPath().resolve("pinned.jfr");
      recording.dump(file);
      if (java >= FIRST_WITHOUT_PINNING) {
        assertEquals(List.of(), pinned(file));
      }
    }
    task.deleteForcibly();
    container.deleteWithSnapshot();
  }

  private static List<RecordedEvent> pinned(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
        .toList();
  }

  private void crowd(Container container, Task task, List<Exec> execs) throws Exception {
    ExecutorService threads = virtualThreads();
    CountDownLatch there = new CountDownLatch(MANY + READERS);
    List<Future<Fault.Kind>> waiting = new ArrayList<>();
    List<Future<Integer>> reading = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add(threads.submit(() -> interrupted(there, task)));
    }
    for (Exec exec : execs) {
      reading.add(threads.submit(() -> started(there, exec)));
    }
    there.await();
    working(threads, container);
    for (Exec exec : execs) {
      exec.stdin().close();
    }
    for (Future<Integer> each : reading) {
      assertEquals(Integer.valueOf(0), each.get());
    }
    threads.shutdownNow();
    for (Future<Fault.Kind> each : waiting) {
      assertEquals(Fault.Kind.CANCELLED, each.get());
    }
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static Fault.Kind interrupted(CountDownLatch there, Task task) {
    there.countDown();
    try {
      task.awaitExit();
      return null;
    } catch (Fault fault) {
      return fault.kind();
    }
  }

  private static int started(CountDownLatch there, Exec exec) throws IOException {
    exec.start();
    there.countDown();
    int read = exec.stdout().readAllBytes().length;
    exec.awaitExit();
    exec.delete();
    return read;
  }

  /** Calls of all kinds, as many at once as there are threads that wait. */
  private static void working(ExecutorService threads, Container container) throws Exception {
    List<Callable<Object>> calls = new ArrayList<>();
    try (HeldLease held = workspace.lease()) {
      Content content = held.workspace().content();
      for (int i = 0; i < MANY / 4; i++) {
        byte[] bytes = ("blob " + i).getBytes(UTF_8);
        calls.add(() -> container.refresh().id());
        calls.add(() -> workspace.containers().list());
        calls.add(() -> workspace.images().get(BusyboxImage.NAME).config());
        calls.add(() -> content.write("text/plain", bytes, Map.of()));
      }
      for (Future<Object> each : threads.invokeAll(calls)) {
        each.get();
      }
    }
  }
}
