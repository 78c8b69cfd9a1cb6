package io.felucca.shim.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.ShimSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a start makes of shims that answer late, never, or are not there any more. */
public class LateShimTest {
  private static final Duration LOAD = Duration.ofMillis(300);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Scope scope = Scope.of("ns");
  private final RecordedEvents events = new RecordedEvents();
  private final List<AutoCloseable> open = new ArrayList<>();
  private FakeShim shim;
  private Settings settings;
  private ShimTaskManager manager;

  @Before
  public void make() throws IOException {
    shim = new FakeShim(temporary.newFolder("shim").toPath()).starting("exit 1");
    open.add(shim);
    settings = settings(LOAD);
  }

  @After
  public void end() throws Exception {
    if (manager != null) {
      manager.close();
    }
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Settings settings(Duration load) {
    Path top = temporary.getRoot().toPath();
    Settings usual =
        ShimFixture.settings(top.resolve("root"), top.resolve("state"), "/events.sock");
    Timeouts timeouts = new Timeouts(load, Duration.ofSeconds(30), Duration.ofSeconds(3));
    return new Settings(
        usual.folders(),
        usual.daemonState(),
        usual.daemon(),
        usual.path(),
        usual.handlers(),
        timeouts);
  }

  private void start() {
    manager =
        new ShimTaskManager(
            settings,
            events::publish,
            () -> ShimSettings.NONE,
            (scope, id) -> Optional.empty(),
            () -> false);
    manager.start();
  }

  /** What an earlier daemon has left of a task. */
  private TaskFolder leave(String id, String address) {
    TaskFolder folder = settings.folders().at("ns", id);
    folder.make();
    folder.fill(settings.folders().root(), "{}".getBytes(StandardCharsets.UTF_8));
    folder.noteRuntime("fake", shim.program());
    folder.noteEndpoint(new Endpoint(3, address, "ttrpc"));
    return folder;
  }

  private UnixDomainSocketAddress socket() {
    return UnixDomainSocketAddress.of(shim.address().substring("unix://".length()));
  }

  private ServerSocketChannel listen(int queue) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    open.add(channel);
    return channel.bind(socket(), queue);
  }

  private Scope soon() {
    return scope.withDeadline(Instant.now().plusMillis(300));
  }

  private void assertKept(TaskFolder folder) {
    Task task = manager.get(scope, folder.id());
    Fault fault = assertThrows(Fault.class, () -> task.state(soon(), ""));
    assertEquals(fault.getMessage(), Fault.Kind.UNAVAILABLE, fault.kind());
    String words = "shim of task " + folder.id() + " at " + shim.address() + " does not answer: ";
    assertTrue(fault.getMessage(), fault.getMessage().startsWith(words));
    assertSame(task, manager.list(scope).get(0));
    assertTrue(folder.exists());
    assertTrue(events.events.isEmpty());
  }

  private void assertBuried(TaskFolder folder) throws InterruptedException {
    RealShims.await("events", () -> events.topics().size() == 2);
    assertEquals(List.of("/tasks/exit", "/tasks/delete"), events.topics());
    assertEquals(7, ((Events.TaskExit) events.events.get(0).payload()).exitStatus());
    assertFalse(folder.exists());
    Fault fault = assertThrows(Fault.class, () -> manager.get(scope, folder.id()));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  private static <T> T result(CompletableFuture<T> future) {
    return future.orTimeout(120, TimeUnit.SECONDS).join();
  }

  @Test
  public void aTaskThatAnotherInstanceLooksAtIsWaitedFor() throws Exception {
    TaskFolder folder = leave("held", shim.address());
    listen(10);
    CompletableFuture<Task> found;
    try (FolderLock other = FolderLock.tryTake(folder.path()).orElseThrow()) {
      start();
      found = CompletableFuture.supplyAsync(() -> manager.get(scope, "held"));
      assertThrows(TimeoutException.class, () -> found.get(LOAD.toMillis(), TimeUnit.MILLISECONDS));
    }
    assertEquals("held", found.get(120, TimeUnit.SECONDS).id());
    assertEquals(1, manager.list(scope).size());
  }

  @Test
  public void aTaskThatIsOnlyBeingMadeIsNotWaitedFor() throws Exception {
    TaskFolder folder = settings.folders().at("ns", "new");
    folder.make();
    try (FolderLock maker = FolderLock.tryTake(folder.path()).orElseThrow()) {
      start();
      assertEquals(List.of(), manager.list(scope));
      Fault fault = assertThrows(Fault.class, () -> manager.get(scope, "new"));
      assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    }
  }

  @Test
  public void shimThatAnswersLateKeepsItsTask() throws Exception {
    shim.silent().serving(3);
    TaskFolder folder = leave("a", shim.address());
    start();
    assertKept(folder);
    shim.goOn();
    Task task = manager.get(scope, "a");
    assertEquals(TaskStatus.RUNNING, task.state(scope, "").status());
    assertEquals(FakeShim.PID, task.pid());
    assertEquals(7, task.delete(scope, "").status());
    assertFalse(folder.exists());
  }

  @Test
  public void callsWaitForAShimThatAnswersLate() throws Exception {
    shim.silent().serving(3);
    leave("a", shim.address());
    start();
    Task task = manager.get(scope, "a");
    CompletableFuture<Exit> exit = task.exit(scope, "");
    CompletableFuture<ProcessState> state =
        CompletableFuture.supplyAsync(() -> task.state(scope, ""));
    assertFalse(exit.isDone());
    assertFalse(state.isDone());
    shim.goOn();
    assertEquals(TaskStatus.RUNNING, result(state).status());
    assertEquals(7, result(exit).status());
    assertEquals(FakeShim.PID, result(exit).pid());
  }

  @Test
  public void shimThatAnswersLateInTheOlderVersionIsSpokenToInThat() throws Exception {
    shim.silent().serving(2);
    leave("a", shim.address());
    start();
    shim.goOn();
    assertEquals(TaskStatus.RUNNING, manager.get(scope, "a").state(scope, "").status());
  }

  @Test
  public void shimThatEndsAfterAnsweringLateIsBuried() throws Exception {
    shim.silent().serving(3);
    TaskFolder folder = leave("a", shim.address());
    start();
    shim.goOn();
    manager.get(scope, "a").state(scope, "");
    shim.close();
    assertBuried(folder);
  }

  @Test
  public void lateShimWithoutTheTaskIsLetGo() throws Exception {
    shim.silent().empty().serving(3);
    TaskFolder folder = leave("a", shim.address());
    start();
    assertKept(folder);
    shim.goOn();
    RealShims.await("bundle is gone", () -> !folder.exists());
    RealShims.await(
        "shim is told", () -> shim.calls.contains("containerd.task.v3.Task/Shutdown ns"));
    assertTrue("nothing was running", events.events.isEmpty());
    assertThrows(Fault.class, () -> manager.get(scope, "a"));
  }

  @Test
  public void shimThatRefusesIsBuried() throws Exception {
    listen(1).close();
    TaskFolder folder = leave("a", shim.address());
    start();
    assertBuried(folder);
  }

  @Test
  public void shimWhoseSocketIsMissingIsBuried() throws Exception {
    TaskFolder folder = leave("a", shim.address());
    start();
    assertBuried(folder);
  }

  @Test
  public void addressThatIsNoneIsBuried() throws Exception {
    TaskFolder folder = leave("a", "nowhere");
    start();
    assertBuried(folder);
  }

  @Test
  public void shimThatHangsIsBuriedOnceItHasEnded() throws Exception {
    ServerSocketChannel hanging = listen(50);
    TaskFolder folder = leave("a", shim.address());
    start();
    assertKept(folder);
    CompletableFuture<Exit> exit = manager.get(scope, "a").exit(scope, "");
    hanging.close();
    assertEquals("those who waited all the time", 7, result(exit).status());
    assertBuried(folder);
  }

  @Test
  public void shimThatDoesNotEvenAcceptKeepsItsTask() throws Exception {
    ServerSocketChannel hanging = listen(1);
    for (int i = 0; i < 2; i++) {
      open.add(SocketChannel.open(socket())); // fills its queue
    }
    TaskFolder folder = leave("a", shim.address());
    start();
    assertKept(folder);
    hanging.close();
    assertBuried(folder);
  }

  @Test
  public void shimThatHangsUpButListensKeepsItsTask() throws Exception {
    ServerSocketChannel listening = listen(50);
    leave("a", shim.address());
    CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serveTheFifth(listening));
    start();
    Task task = manager.get(scope, "a");
    assertEquals(TaskStatus.RUNNING, task.state(scope, "").status());
    assertTrue(events.events.isEmpty());
    result(serving);
  }

  /** The daemon connects twice each time: a second time to see whether anybody listens. */
  private void serveTheFifth(ServerSocketChannel listening) {
    try {
      for (int i = 0; i < 4; i++) {
        listening.accept().close();
      }
      shim.serving(3, listening);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  public void shimsThatHangHoldUpTheStartOnlyOnce() throws Exception {
    settings = settings(Duration.ofSeconds(6));
    listen(500);
    for (int i = 0; i < 64; i++) {
      leave("t" + i, shim.address());
    }
    long began = System.nanoTime();
    start();
    assertEquals(64, manager.list(scope).size());
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    assertTrue(seconds + " s", seconds < 40); // eight at a time would take 48
    assertTrue(events.events.isEmpty());
  }

  @Test
  public void whoWaitsIsToldToAskTheNextInstanceBeforeThisOneGoes() throws Exception {
    shim.silent().serving(3);
    leave("a", shim.address());
    manager =
        new ShimTaskManager(
            settings,
            events::publish,
            () -> ShimSettings.NONE,
            (scope, id) -> Optional.empty(),
            () -> true);
    manager.start();
    CompletableFuture<Boolean> goodMeanwhile = new CompletableFuture<>();
    AtomicReference<CompletableFuture<Exit>> exit = new AtomicReference<>();
    exit.set(
        manager
            .get(scope, "a")
            .exit(scope, "", () -> goodMeanwhile.complete(!exit.get().isDone())));
    manager.close();
    assertTrue(result(goodMeanwhile));
    CompletionException given = assertThrows(CompletionException.class, () -> result(exit.get()));
    assertTrue(Fault.is(given.getCause(), Fault.Kind.UNAVAILABLE));
  }

  @Test
  public void nextInstanceHasTheTaskOfAShimThatHangs() throws Exception {
    shim.silent().serving(3);
    TaskFolder folder = leave("a", shim.address());
    start();
    CompletableFuture<Exit> exit = manager.get(scope, "a").exit(scope, "");
    manager.close();
    CompletionException given = assertThrows(CompletionException.class, () -> result(exit));
    assertTrue(Fault.is(given.getCause(), Fault.Kind.UNAVAILABLE));
    start();
    assertKept(folder);
    shim.goOn();
    assertEquals(TaskStatus.RUNNING, manager.get(scope, "a").state(scope, "").status());
  }
}
