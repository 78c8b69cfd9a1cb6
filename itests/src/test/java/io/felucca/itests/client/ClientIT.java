package io.felucca.itests.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.event.Event;
import io.felucca.api.event.Events;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.task.Exit;
import io.felucca.api.task.TaskStatus;
import io.felucca.client.Checkpoint;
import io.felucca.client.ConnectOptions;
import io.felucca.client.Container;
import io.felucca.client.Exec;
import io.felucca.client.Felucca;
import io.felucca.client.HeldLease;
import io.felucca.client.Image;
import io.felucca.client.LoadOptions;
import io.felucca.client.Progress;
import io.felucca.client.Signal;
import io.felucca.client.Snapshots;
import io.felucca.client.Stdio;
import io.felucca.client.Subscription;
import io.felucca.client.Task;
import io.felucca.client.Workspace;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Tar;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.option.Command;
import io.felucca.oci.option.Environment;
import io.felucca.oci.option.Users;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.tools.ToolProvider;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.AfterParam;
import org.junit.runners.Parameterized.BeforeParam;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/**
 * The client library on our daemon and, with the same expectations, on the system's containerd;
 * also on a containerd 2 where {@code it.containerd2} names the folder of its programs.
 */
@RunWith(Parameterized.class)
public class ClientIT {
  private static final String NAMESPACE = "client-it";
  private static final String SNAPSHOTTER = "overlayfs";
  private static final String CONTAINERD_2 = "containerd 2";
  private static final int MINUTES = 10;
  private static final int SHIM_SECONDS = 30;
  private static final Path SCRIPTS = Path.of(System.getProperty("it.scripts")).toAbsolutePath();

  @Parameters(name = "{0}")
  public static List<String> peers() {
    return List.of("felucca", "containerd", CONTAINERD_2);
  }

  private static Peer peer;

  /**
   * What a test has left is its own failure, and not that of the next ones: they get a new peer.
   */
  private static boolean isSoiled;

  @Parameter public String name;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final Timeout timeout = new Timeout(MINUTES, TimeUnit.MINUTES);

  private Felucca client;
  private Workspace workspace;
  private Path fifos;

  @BeforeParam
  public static void start(String name) throws Exception {
    isSoiled = false;
    peer = peer(name);
    try (Felucca client = Felucca.connect(peer.address())) {
      client.namespace(NAMESPACE).images().load(BusyboxImage.archive());
    }
  }

  private static Peer peer(String name) throws Exception {
    String programs = System.getProperty("it.containerd2", "");
    return switch (name) {
      case "felucca" -> Peer.felucca();
      case CONTAINERD_2 -> {
        assumeFalse("it.containerd2 names no folder", programs.isEmpty());
        yield Peer.containerd(programs);
      }
      default -> Peer.containerd();
    };
  }

  @AfterParam
  public static void stop() throws Exception {
    if (peer != null) {
      peer.close();
    }
    peer = null;
  }

  @Before
  public void connect() throws Exception {
    if (isSoiled) {
      stop();
      start(name);
    }
    client = Felucca.connect(ConnectOptions.to(peer.address()).namespace(NAMESPACE));
    workspace = client.namespace();
    fifos = temporary.newFolder("fifos").toPath();
  }

  /** Whatever a test has made, nothing of it stays: no record, no snapshot, no lease, no FIFO. */
  @After
  public void nothingIsLeft() throws IOException {
    try (Felucca closing = client) {
      checkThatNothingIsLeft();
    } catch (AssertionError | RuntimeException left) {
      isSoiled = true;
      throw left;
    }
    try (Stream<Path> left = Files.list(fifos)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private void checkThatNothingIsLeft() {
    assertEquals(List.of(), workspace.containers().tasks());
    assertEquals(List.of(), workspace.containers().list());
    assertEquals(List.of(), workspace.snapshots(SNAPSHOTTER).list("kind==active", "kind==view"));
    assertEquals(List.of(), workspace.leases().list());
    assertEquals(List.of(), workspace.content().ingests());
  }

  private Image busybox() {
    return workspace.images().get(BusyboxImage.NAME);
  }

  private Container container(String id, String... args) {
    return workspace
        .containers()
        .create(id)
        .image(busybox())
        .snapshotter(SNAPSHOTTER)
        .newSnapshot(id)
        .args(args)
        .create();
  }

  private Stdio pipes() {
    return Stdio.pipes().in(fifos);
  }

  private Task started(Container container, Stdio io) {
    Task task = container.newTask(io);
    task.start();
    return task;
  }

  private static void finish(Container container, Task task) {
    task.deleteForcibly();
    container.deleteWithSnapshot();
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  /** Reads until the text has come. */
  private static void expect(InputStream in, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      assertTrue("ended after \"" + read + "\" instead of \"" + text + "\"", next >= 0);
      read.append((char) next);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  /** The guide's first example, which is the README's, as it stands there but for two names. */
  @Test
  public void exampleOfTheGuideRuns() throws Exception {
    String guide = Files.readString(SCRIPTS.resolveSibling("docs/client.md"));
    int begin = guide.indexOf("```java\n") + 8;
    String example =
        guide
            .substring(begin, guide.indexOf("```", begin))
            .replace("/run/containerd/containerd.sock", peer.address())
            .replace("busybox.tar", BusyboxImage.archive().toString());
    assertEquals("hi\nended with 0\n", printed(compiled(example)));
    client.namespace("demo").images().delete(BusyboxImage.NAME, true);
    client.namespaces().delete("demo");
  }

  private Runnable compiled(String example) throws Exception {
    Path source = temporary.newFile("Hello.java").toPath();
    Files.writeString(
        source,
        "import io.felucca.client.*;\nimport java.nio.file.Path;\n"
            + "public class Hello implements Runnable { public void run() {\n"
            + example
            + "}}\n");
    Path classes = temporary.newFolder("classes").toPath();
    String path = System.getProperty("java.class.path");
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", path, "-d", classes.toString(), source.toString());
    assertEquals(0, code);
    var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
    return (Runnable) loader.loadClass("Hello").getConstructor().newInstance();
  }

  private static String printed(Runnable program) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true));
    try {
      program.run();
      return out.toString(UTF_8);
    } finally {
      System.setOut(before);
    }
  }

  @Test
  public void daemonTellsWhatItIs() {
    assertFalse(client.server().version().version().isEmpty());
    assertFalse(client.server().identity().uuid().isEmpty());
    assertTrue(client.server().isServing());
    assertTrue(
        client.server().plugins("type==io.containerd.snapshotter.v1").stream()
            .anyMatch(plugin -> plugin.id().equals(SNAPSHOTTER)));
  }

  @Test
  public void nobodyAtTheAddressIsUnavailable() {
    ConnectOptions nowhere =
        ConnectOptions.to("/nonexistent/sock").reconnect(Duration.ofMillis(200));
    Fault fault = assertThrows(Fault.class, () -> Felucca.connect(nowhere));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
  }

  @Test
  public void namespacesAreMadeLabelledAndRemoved() {
    client.namespaces().create("other", Map.of("a", "b"));
    client.namespaces().label("other", Map.of("a", "", "c.d/e", "f"));
    assertEquals(Map.of("c.d/e", "f"), client.namespaces().get("other").labels());
    client.namespaces().delete("other");
    assertTrue(client.namespaces().list().stream().noneMatch(all -> all.name().equals("other")));
  }

  @Test
  public void imageIsUnpackedAndKnownToOthers() throws Exception {
    List<Progress.Step> steps = new ArrayList<>();
    Image image =
        workspace
            .images()
            .load(BusyboxImage.archive(), LoadOptions.usual().unpackTo(SNAPSHOTTER), steps::add)
            .get(0);
    assertEquals(BusyboxImage.NAME, image.name());
    assertTrue(image.isUnpacked(SNAPSHOTTER));
    assertTrue(steps.stream().anyMatch(step -> step.what() == Progress.What.UNPACKED));
    assertTrue(steps.stream().anyMatch(step -> step.what() == Progress.What.NAMED));
    assertTrue(
        peer.ctr("-n", NAMESPACE, "images", "check").ok().out(),
        peer.ctr("-n", NAMESPACE, "images", "check").out().contains("complete"));
    assertEquals(
        SnapshotKind.COMMITTED,
        workspace.snapshots(SNAPSHOTTER).stat(image.chainId().toString()).kind());
  }

  @Test
  public void compressedArchiveIsLoadedUnderTheNameItHasNone() throws Exception {
    Path zipped = temporary.newFile("zipped").toPath();
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      Files.copy(BusyboxImage.archive(), out);
    }
    assertEquals(BusyboxImage.NAME, workspace.images().load(zipped).get(0).name());
  }

  @Test
  public void archiveOfDockerIsLoadedAndUnpacked() throws Exception {
    Image source = busybox();
    Tar tar = new Tar();
    List<String> layers = new ArrayList<>();
    for (ImageDescriptor each : source.manifest().layers()) {
      String file = each.digest().hex() + "/layer.tar";
      tar.file(file, workspace.content().read(each.digest()).readAllBytes());
      tar.symlink("link" + layers.size() + "/layer.tar", "../" + file);
      layers.add("\"link" + layers.size() + "/layer.tar\"");
    }
    tar.file("c.json", workspace.content().readAll(source.manifest().config().digest()));
    tar.file(
        "manifest.json",
        "[{\"Config\":\"c.json\",\"RepoTags\":[\"saved:1\"],\"Layers\":" + layers + "}]");
    Image saved =
        workspace
            .images()
            .load(
                new ByteArrayInputStream(tar.finished().bytes()),
                LoadOptions.usual(),
                Progress.NONE)
            .get(0);
    assertEquals("docker.io/library/saved:1", saved.name());
    assertEquals(source.chainId(), saved.unpack(SNAPSHOTTER));
    workspace.images().delete(saved.name(), true);
  }

  @Test
  public void savedImageIsLoadedAgainAndByOthers() throws Exception {
    Path archive = temporary.getRoot().toPath().resolve("saved.tar");
    workspace.images().save(archive, BusyboxImage.NAME);
    Workspace other = client.namespace("saved");
    Image loaded = other.images().load(archive).get(0);
    assertEquals(busybox().target().digest(), loaded.target().digest());
    assertEquals(BusyboxImage.NAME, loaded.name());
    other.images().delete(loaded.name(), true);
    peer.ctr("-n", "saved", "images", "import", archive.toString()).ok();
    other.images().delete(BusyboxImage.NAME, true);
    client.namespaces().delete("saved");
  }

  @Test
  public void execThatIsNeverStartedIsDeleted() throws Exception {
    Container container = container("lazy", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Exec exec =
        task.exec(
            "never",
            Stdio.streams(InputStream.nullInputStream(), out, out).in(fifos),
            List.of("sh"));
    exec.delete();
    exec.exit().get();
    Exec piped = task.exec("never", pipes(), List.of("sh"));
    piped.delete();
    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            piped.stdin().write(new byte[1 << 16]);
          }
        });
    finish(container, task);
  }

  @Test
  public void execRunsAsAUserOfTheImage() throws Exception {
    Container container = container("users", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    Exec exec = task.exec("id", pipes(), List.of("id", "-u"), Users.user("12:34"));
    exec.start();
    assertEquals(0, exec.awaitExit().status());
    assertEquals("12\n", text(exec.stdout()));
    exec.delete();
    finish(container, task);
  }

  @Test
  public void imagesAreTaggedLabelledAndFound() {
    workspace.images().tag(BusyboxImage.NAME, "local/tagged:1");
    workspace.images().label("local/tagged:1", Map.of("kind", "copy"));
    List<Image> found = workspace.images().list("labels.kind==copy");
    assertEquals(busybox().target().digest(), found.get(0).target().digest());
    assertEquals(1, found.size());
    workspace.images().delete("local/tagged:1");
    assertTrue(workspace.images().find("local/tagged:1").isEmpty());
  }

  @Test
  public void contentOfALeaseOutlivesACollection() {
    byte[] bytes = ("leased " + System.nanoTime()).getBytes(UTF_8);
    Digest digest = Digest.of(bytes);
    try (HeldLease held = workspace.lease()) {
      held.workspace().content().write("text/plain", bytes, Map.of());
      collect();
      assertArrayEquals(bytes, workspace.content().readAll(digest));
    }
    collect();
    assertTrue(workspace.content().find(digest).isEmpty());
  }

  private void collect() {
    String id = workspace.leases().create("", Map.of()).id();
    workspace.leases().delete(id, true);
  }

  @Test
  public void interruptedWritingGoesOnWhereItEnded() throws Exception {
    byte[] bytes = new byte[3 << 20];
    java.util.Arrays.fill(bytes, (byte) System.nanoTime());
    Descriptor expected = Descriptor.of("text/plain", Digest.of(bytes), bytes.length);
    try (HeldLease held = workspace.lease()) {
      var content = held.workspace().content();
      try (ContentWriter writer = content.writer("resumed", expected)) {
        writer.write(ByteBuffer.wrap(bytes, 0, 1 << 20));
      }
      assertEquals(1 << 20, content.status("resumed").offset());
      List<Long> offsets = new ArrayList<>();
      content.write(
          "resumed",
          expected,
          new ByteArrayInputStream(bytes),
          Map.of("a", "b"),
          step -> offsets.add(step.done()));
      assertEquals(Long.valueOf(2 << 20), offsets.get(0));
      assertEquals(Map.of("a", "b"), content.info(expected.digest()).labels());
      try (InputStream in = content.read(expected.digest(), 1 << 20)) {
        assertEquals(2 << 20, in.readAllBytes().length);
      }
      content.delete(expected.digest());
    }
  }

  @Test
  public void missingThingsAreNotFound() {
    Digest none = Digest.of("none".getBytes(UTF_8));
    assertKind(Fault.Kind.NOT_FOUND, () -> workspace.images().get("none"));
    assertKind(Fault.Kind.NOT_FOUND, () -> workspace.containers().get("none"));
    assertKind(Fault.Kind.NOT_FOUND, () -> workspace.content().info(none));
    assertKind(Fault.Kind.NOT_FOUND, () -> workspace.content().readAll(none));
    assertKind(Fault.Kind.NOT_FOUND, () -> workspace.snapshots(SNAPSHOTTER).stat("none"));
    assertKind(Fault.Kind.INVALID_ARGUMENT, () -> workspace.snapshots("none").stat("none"));
    assertKind(Fault.Kind.INVALID_ARGUMENT, () -> client.namespace("not/valid"));
  }

  private static void assertKind(Fault.Kind kind, Runnable call) {
    Fault fault = assertThrows(Fault.class, call::run);
    assertEquals(fault.getMessage(), kind, fault.kind());
  }

  @Test
  public void failedCreationLeavesNoSnapshot() {
    container("taken", "true");
    assertKind(
        Fault.Kind.ALREADY_EXISTS,
        () ->
            workspace
                .containers()
                .create("taken")
                .image(busybox())
                .newSnapshot("another-snapshot")
                .create());
    assertTrue(workspace.snapshots(SNAPSHOTTER).find("another-snapshot").isEmpty());
    workspace.containers().get("taken").deleteWithSnapshot();
  }

  @Test
  public void containersAreLabelledFoundAndKeepExtensions() {
    Container container =
        workspace
            .containers()
            .create("labelled")
            .image(busybox())
            .newView("labelled")
            .spec(Environment.set("A=b"))
            .labels(Map.of("app", "x", "gone", "y"))
            .extension("note", new TypedValue("test/note", "hello".getBytes(UTF_8)))
            .create();
    container.label(Map.of("gone", "", "more.dots/slash", "z"));
    Container found = workspace.containers().list("labels.app==x").get(0);
    assertEquals(Map.of("app", "x", "more.dots/slash", "z"), found.labels());
    assertEquals("hello", new String(found.info().extensions().get("note").bytes(), UTF_8));
    assertTrue(found.spec().env().contains("A=b"));
    assertEquals(BusyboxImage.NAME, found.image().name());
    assertEquals(SnapshotKind.VIEW, workspace.snapshots(SNAPSHOTTER).stat("labelled").kind());
    assertTrue(container.removeExtension("note").info().extensions().isEmpty());
    container.deleteWithSnapshot();
  }

  @Test
  public void outputAndExitCodeComeToTheCaller() throws Exception {
    Container container = container("hello", "sh", "-c", "echo out; echo err >&2; exit 3");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Task task = started(container, Stdio.streams(null, out, err).in(fifos));
    assertEquals(3, task.exit().get().status());
    Exit exit = task.delete();
    assertEquals(3, exit.status());
    assertEquals("out\n", out.toString(UTF_8));
    assertEquals("err\n", err.toString(UTF_8));
    container.deleteWithSnapshot();
  }

  @Test
  public void hundredMegabytesOfOutputAreComplete() throws Exception {
    int size = 100 << 20;
    Container container = container("flood", "sh", "-c", "yes 0123456789abcde | head -c " + size);
    MessageDigest hash = Digest.sha256();
    long[] count = new long[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int one) {
            throw new AssertionError("single bytes are slow");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            hash.update(bytes, offset, length);
            count[0] += length;
          }
        };
    Task task = started(container, Stdio.streams(null, counting, counting).in(fifos));
    assertEquals(0, task.awaitExit().status());
    task.delete();
    MessageDigest wanted = Digest.sha256();
    byte[] line = "0123456789abcde\n".getBytes(UTF_8);
    for (int i = 0; i < size / line.length; i++) {
      wanted.update(line);
    }
    assertEquals(size, count[0]);
    assertEquals(Digest.of(wanted), Digest.of(hash));
    container.deleteWithSnapshot();
  }

  @Test
  public void inputReachesTheProcessAndSoDoesItsEnd() throws Exception {
    byte[] input = new byte[5 << 20];
    java.util.Arrays.fill(input, (byte) 'x');
    Container container = container("cat", "cat");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Task task =
        started(container, Stdio.streams(new ByteArrayInputStream(input), out, out).in(fifos));
    assertEquals(0, task.awaitExit().status());
    task.delete();
    assertArrayEquals(input, out.toByteArray());
    container.deleteWithSnapshot();
  }

  @Test
  public void pipesAreWrittenBeforeTheStartAndReadAfterTheEnd() throws Exception {
    Container container = container("early", "cat");
    Task task = container.newTask(pipes());
    write(task.stdin(), "early\n");
    task.stdin().close();
    task.start();
    assertEquals(0, task.awaitExit().status());
    task.delete();
    assertEquals("early\n", text(task.stdout()));
    assertEquals("", text(task.stderr()));
    container.deleteWithSnapshot();
  }

  @Test
  public void outputThatNobodyReadsDoesNotHoldUpTheEnd() throws Exception {
    Container container = container("unread", "sh", "-c", "head -c 40000 /dev/zero");
    Task task = started(container, pipes());
    assertEquals(0, task.awaitExit().status());
    task.delete();
    assertEquals(40000, task.stdout().readAllBytes().length);
    container.deleteWithSnapshot();
  }

  @Test
  public void failingReaderDoesNotStopTheProcess() throws Exception {
    Container container = container("lost", "sh", "-c", "head -c 1000000 /dev/zero; exit 5");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("full");
          }
        };
    Task task = started(container, Stdio.streams(null, broken, broken).in(fifos));
    assertEquals(5, task.awaitExit().status());
    task.delete();
    assertTrue(task.drained().isCompletedExceptionally());
    container.deleteWithSnapshot();
  }

  @Test
  public void taskThatIsNeverStartedIsDeleted() {
    Container container = container("unstarted", "true");
    Task task = container.newTask(pipes());
    assertEquals(TaskStatus.CREATED, task.state().status());
    assertKind(Fault.Kind.ALREADY_EXISTS, () -> container.newTask(pipes()));
    assertKind(Fault.Kind.FAILED_PRECONDITION, container::delete);
    finish(container, task);
  }

  @Test
  public void programThatIsNotThereFailsAndLeavesNothing() {
    Container container = container("missing", "/no/such/program");
    Fault fault = assertThrows(Fault.class, () -> started(container, pipes()));
    assertTrue(fault.getMessage(), fault.getMessage().contains("/no/such/program"));
    container.task().ifPresent(Task::deleteForcibly);
    container.deleteWithSnapshot();
  }

  @Test
  public void execHasStreamsAndAnEndOfItsOwn() throws Exception {
    Container container = container("host", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    Exec exec =
        task.exec(
            "first",
            pipes(),
            List.of("sh", "-c", "pwd; echo $X; cat; exit 4"),
            Environment.set("X=y"),
            Command.directory("/tmp"));
    assertKind(Fault.Kind.ALREADY_EXISTS, () -> task.exec("first", pipes(), List.of("true")));
    assertTrue(exec.start() > 0);
    write(exec.stdin(), "typed\n");
    exec.stdin().close();
    assertEquals(4, exec.awaitExit().status());
    assertEquals("/tmp\ny\ntyped\n", text(exec.stdout()));
    assertEquals(4, exec.delete().status());
    assertEquals(TaskStatus.RUNNING, task.state().status());
    finish(container, task);
  }

  @Test
  public void execIsKilledAloneAndReportsItsSignal() {
    Container container = container("kills", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    Exec exec = task.exec("sleeper", pipes(), List.of("sleep", "1000"));
    exec.start();
    assertTrue(task.pids().size() >= 2);
    exec.kill(Signal.KILL);
    assertEquals(137, exec.awaitExit().status());
    exec.delete();
    task.kill(Signal.KILL);
    assertEquals(137, task.awaitExit().status());
    task.delete();
    container.deleteWithSnapshot();
  }

  @Test
  public void terminalIsResizedAndEchoes() throws Exception {
    Container container =
        workspace
            .containers()
            .create("tty")
            .image(busybox())
            .newSnapshot("tty")
            .args("sh")
            .spec(Command.terminal())
            .create();
    Task task = started(container, pipes().withTerminal());
    task.resize(97, 31);
    write(task.stdin(), "stty size; exit 6\n");
    expect(task.stdout(), "31 97");
    assertEquals(6, task.awaitExit().status());
    assertKind(Fault.Kind.FAILED_PRECONDITION, task::stderr);
    task.delete();
    container.deleteWithSnapshot();
  }

  @Test
  public void controlCEndsWhatRunsOnATerminalOfAnExec() throws Exception {
    Container container = container("ctrl-c", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    Exec exec = task.exec("shell", pipes().withTerminal(), List.of("sh"));
    exec.start();
    // who says that is in the foreground: what is typed earlier goes to the shell
    write(exec.stdin(), "sh -c 'echo re\"\"ady; exec sleep 1000'\n");
    expect(exec.stdout(), "ready");
    write(exec.stdin(), "\003");
    // the shell throws away what is typed before its prompt
    expect(exec.stdout(), "^C");
    expect(exec.stdout(), "# ");
    write(exec.stdin(), "exit 7\n");
    assertEquals(7, exec.awaitExit().status());
    exec.delete();
    finish(container, task);
  }

  @Test
  public void detachedTaskIsTakenUpByAnotherClient() throws Exception {
    Container container =
        container("detached", "sh", "-c", "while read x; do echo got $x; done; exit 8");
    Task first = started(container, pipes());
    write(first.stdin(), "one\n");
    expect(first.stdout(), "got one\n");
    first.close();
    try (Felucca other = Felucca.connect(peer.address())) {
      Container same = other.namespace(NAMESPACE).containers().get("detached");
      Task second = same.attach(pipes());
      write(second.stdin(), "two\n");
      expect(second.stdout(), "got two\n");
      second.stdin().close();
      assertEquals(8, second.awaitExit().status());
      second.delete();
      same.deleteWithSnapshot();
    }
  }

  @Test
  public void cancelledWaitDisturbsNobodyElse() throws Exception {
    Container container = container("waits", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    CompletableFuture<Exit> impatient = task.exit();
    CompletableFuture<Exit> patient = task.exit();
    assertTrue(impatient.cancel(true));
    assertFalse(patient.isDone());
    Task other = container.task().get();
    CompletableFuture<Exit> closed = other.exit();
    other.close();
    assertTrue(closed.isCompletedExceptionally());
    task.kill(Signal.TERM.number());
    task.killAll(Signal.KILL);
    assertEquals(137, patient.get().status());
    task.delete();
    container.deleteWithSnapshot();
  }

  @Test
  public void interruptEndsWaitingAndNothingElse() throws Exception {
    Container container = container("interrupted", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                task.awaitExit();
              } catch (Fault fault) {
                thrown.set(fault);
              }
            });
    waiting.start();
    waiting.interrupt();
    waiting.join();
    assertTrue(Fault.is(thrown.get(), Fault.Kind.CANCELLED));
    assertEquals(TaskStatus.RUNNING, task.state().status());
    finish(container, task);
  }

  @Test
  public void waitGoesOnOverARestartOfTheDaemon() throws Exception {
    Container container = container("survivor", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    CompletableFuture<Exit> exit = task.exit();
    peer.restart();
    assertEquals(TaskStatus.RUNNING, task.state().status());
    assertFalse(exit.isDone());
    task.kill(Signal.KILL);
    assertEquals(137, exit.get().status());
    task.delete();
    container.deleteWithSnapshot();
  }

  @Test
  public void eventsTellTheLifeOfATaskInOrder() throws Exception {
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    try (Subscription subscription =
        client
            .events()
            .subscribe(events::add, "namespace==" + NAMESPACE + ",topic~=\"^/(tasks|probe)/\"")) {
      while (events.poll(50, TimeUnit.MILLISECONDS) == null) {
        workspace.events().publish("/probe/it", new TypedValue("test/probe", new byte[0]));
      }
      Container container = container("told", "sh", "-c", "exit 9");
      Task task = started(container, Stdio.nothing());
      List<String> topics = new ArrayList<>();
      // containerd tells the end and the deletion in no order if they come at once
      hear(events, topics, "/tasks/exit");
      task.delete();
      container.deleteWithSnapshot();
      hear(events, topics, "/tasks/delete");
      List<String> all = List.of("/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete");
      assertEquals(isOurs() ? all : all.stream().filter(topics::contains).toList(), topics);
      subscription.close();
      subscription.ended().get();
    }
  }

  private boolean isOurs() {
    return name.equals("felucca");
  }

  /** A shim that ends may take its last event with it. */
  private void hear(BlockingQueue<Event> events, List<String> topics, String last)
      throws InterruptedException {
    while (!topics.contains(last)) {
      Event event = isOurs() ? events.take() : events.poll(SHIM_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        return;
      }
      if (event.payload() instanceof Events.TaskExit exit) {
        assertEquals(9, exit.exitStatus());
      }
      if (!event.topic().startsWith("/probe/")) {
        topics.add(event.topic());
      }
    }
  }

  @Test
  public void pausedTaskIsCountedChangedAndResumed() {
    Container container = container("paused", "sleep", "1000");
    Task task = started(container, Stdio.nothing());
    task.pause();
    assertEquals(TaskStatus.PAUSED, task.state().status());
    task.resume();
    assertEquals(TaskStatus.RUNNING, task.state().status());
    assertEquals(1, task.metrics().pids());
    assertTrue(task.metrics().memoryBytes() > 0);
    task.update("{\"memory\":{\"limit\":67108864}}");
    assertEquals(64L << 20, task.metrics().memoryLimit());
    assertEquals(
        Set.of(task.pid()),
        task.pids().stream().map(process -> process.pid()).collect(Collectors.toSet()));
    finish(container, task);
  }

  @Test
  public void outputGoesToALogFile() throws Exception {
    Path log = temporary.getRoot().toPath().resolve("task.log");
    Container container = container("logged", "echo", "to the log");
    Task task = started(container, Stdio.log(log));
    task.awaitExit();
    task.delete();
    assertEquals("to the log\n", Files.readString(log));
    container.deleteWithSnapshot();
  }

  @Test
  public void writtenFilesAreCheckpointedAndRestored() throws Exception {
    Container container = container("original", "sh", "-c", "echo kept > /kept");
    Task task = started(container, Stdio.nothing());
    task.awaitExit();
    task.delete();
    Image image = container.checkpoint("local/checkpoint:1", Checkpoint.ofFiles().withImage());
    container.deleteWithSnapshot();
    collect();
    Container restored = workspace.containers().restore("copy", image);
    restored.spec(
        io.felucca.oci.spec.SpecBuilder.of(restored.spec())
            .with(Command.args("cat", "/kept"))
            .build());
    Task reading = started(restored, pipes());
    reading.awaitExit();
    assertEquals("kept\n", text(reading.stdout()));
    reading.delete();
    restored.deleteWithSnapshot();
    workspace.images().delete("local/checkpoint:1", true);
  }

  @Test
  public void snapshotsAreMadeCommittedAndRemoved() {
    try (HeldLease held = workspace.lease()) {
      Snapshots snapshots = held.workspace().snapshots(SNAPSHOTTER);
      assertFalse(snapshots.prepare("base-key", "", Map.of("a", "b")).isEmpty());
      assertEquals(Map.of("a", "b"), snapshots.stat("base-key").labels());
      snapshots.commit("base", "base-key", Map.of("containerd.io/gc.root", "yes"));
      snapshots.view("over", "base", Map.of());
      assertEquals(snapshots.mounts("over"), snapshots.mounts("over"));
      assertKind(Fault.Kind.FAILED_PRECONDITION, () -> snapshots.remove("base"));
      assertTrue(snapshots.usage("base").size() >= 0);
      assertEquals(Map.of("c", "d"), snapshots.label("over", Map.of("c", "d")).labels());
      snapshots.remove("over");
      snapshots.remove("base");
      assertTrue(snapshots.find("base").isEmpty());
    }
  }
}
