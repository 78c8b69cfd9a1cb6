package io.felucca.runtime.serve;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.api.event.Events;
import io.felucca.api.task.Exit;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.wire.shim.ConnectResponse;
import io.felucca.wire.shim.ExecRequest;
import io.felucca.wire.shim.PidsResponse;
import io.felucca.wire.shim.ProcessRef;
import io.felucca.wire.shim.StatsResponse;
import io.felucca.wire.shim.WaitResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The task service over a real runtime with real processes. */
public class TaskServiceTest {
  private static final int RUNNING = 2;
  private static final int STOPPED = 3;
  private static final int PAUSED = 4;

  @Rule public final Bundles bundles = new Bundles();
  @Rule public final EventSink sink = new EventSink();

  private Server server;
  private Shim shim;

  @Before
  public void startServer() throws Exception {
    Place place = new Place(Files.createDirectories(bundles.shared()));
    Files.writeString(place.events(), sink.address().toString());
    Files.createDirectories(place.sockets());
    for (String namespace : List.of(bundles.namespace, bundles.namespace + "-2")) {
      Files.writeString(place.sockets().resolve(namespace), socket(namespace) + "\n");
    }
    server =
        new Server(
            place, bundles.path("root"), new OtherShims(), Duration.ofMillis(50), () -> true);
    server.start();
    shim = new Shim(socket(bundles.namespace), 3);
  }

  private java.nio.file.Path socket(String namespace) {
    return bundles.shared().resolve(namespace + ".s");
  }

  @After
  public void stopServer() throws Exception {
    shim.close();
    server.close();
  }

  private void run(String id, String... args) throws Exception {
    shim.create(bundles.creation(bundles.namespace, id, args));
    shim.start(id, "");
  }

  private static <T> T soon(CompletableFuture<T> later) throws Exception {
    return later.get(120, TimeUnit.SECONDS);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2400 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertTrue(condition.getAsBoolean());
  }

  @Test
  public void aTaskLivesFromItsCreationToItsDeletion() throws Exception {
    int pid = shim.create(bundles.creation(bundles.namespace, "c", "sh", "-c", "exit 7"));
    CompletableFuture<WaitResponse> exit = shim.exit("c", "");
    assertEquals(pid, shim.start("c", ""));
    assertEquals(7, soon(exit).getExitStatus());
    assertEquals(STOPPED, shim.state("c", "").getStatus());
    assertEquals(bundles.of("c").toString(), shim.state("c", "").getBundle());
    assertEquals(7, shim.delete("c", "").getExitStatus());
    shim.shutdown("c");
    await(() -> sink.topics("c").contains("/tasks/delete"));
    assertEquals(
        List.of("/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"), sink.topics("c"));
    Events.TaskCreate created = (Events.TaskCreate) sink.events.get(0).payload();
    assertEquals(bundles.of("c").toString(), created.bundle());
  }

  @Test
  public void bothVersionsOfTheServiceReachTheSameTask() throws Exception {
    run("c", "sleep", "1000");
    try (Shim older = new Shim(socket(bundles.namespace), 2)) {
      assertEquals(RUNNING, older.state("c", "").getStatus());
    }
    shim.end("c");
  }

  @Test
  public void aFurtherProcessHasAnExitOfItsOwn() throws Exception {
    run("c", "sleep", "1000");
    String process = "{\"cwd\":\"/\",\"args\":[\"/bin/busybox\",\"sh\",\"-c\",\"exit 3\"]}";
    ExecRequest request =
        ExecRequest.newBuilder()
            .setId("c")
            .setExecId("e")
            .setSpec(Any.newBuilder().setTypeUrl("p").setValue(ByteString.copyFromUtf8(process)))
            .build();
    shim.tell("Exec", request);
    shim.start("c", "e");
    assertEquals(3, soon(shim.exit("c", "e")).getExitStatus());
    assertEquals("e", shim.state("c", "e").getId());
    assertEquals(3, shim.delete("c", "e").getExitStatus());
    shim.end("c");
  }

  @Test
  public void aTaskIsPausedAndCounted() throws Exception {
    run("c", "sleep", "1000");
    ProcessRef task = Shim.process("c", "");
    shim.tell("Pause", task);
    assertEquals(PAUSED, shim.state("c", "").getStatus());
    shim.tell("Resume", task);
    assertEquals(1, shim.call("Pids", task, PidsResponse.parser()).getProcessesCount());
    assertFalse(shim.call("Stats", task, StatsResponse.parser()).getStats().getTypeUrl().isEmpty());
    shim.end("c");
  }

  @Test
  public void aTaskThatIsNotThereIsNotFoundInTheWordsOfAShim() throws Exception {
    TtrpcException e = assertThrows(TtrpcException.class, () -> shim.state("none", ""));
    assertEquals(TtrpcCode.NOT_FOUND, e.code());
    assertEquals("container not created: not found", e.getMessage());
    ConnectResponse connected =
        shim.call("Connect", Shim.process("none", ""), ConnectResponse.parser());
    assertEquals(ProcessHandle.current().pid(), connected.getShimPid());
    assertEquals(0, connected.getTaskPid());
  }

  @Test
  public void whatRunsIsNotDeleted() throws Exception {
    run("c", "sleep", "1000");
    TtrpcException e = assertThrows(TtrpcException.class, () -> shim.delete("c", ""));
    assertEquals(TtrpcCode.FAILED_PRECONDITION, e.code());
    assertTrue(e.getMessage(), e.getMessage().endsWith(": failed precondition"));
    shim.shutdown("c");
    assertEquals(RUNNING, shim.state("c", "").getStatus());
    shim.end("c");
  }

  @Test
  public void tasksOfTwoNamespacesMayHaveOneName() throws Exception {
    String other = bundles.namespace + "-2";
    run("c", "sleep", "1000");
    try (Shim second = new Shim(socket(other), 2)) {
      assertThrows(TtrpcException.class, () -> second.state("c", ""));
      second.create(bundles.creation(other, "c", "sleep", "1000"));
      second.start("c", "");
      shim.end("c");
      assertEquals(RUNNING, second.state("c", "").getStatus());
      second.end("c");
    }
  }

  @Test
  public void theProcessMayGoWhenItsLastTaskHas() throws Exception {
    run("c", "sleep", "1000");
    CompletableFuture<Void> end = CompletableFuture.runAsync(this::awaitEnd);
    assertFalse(end.isDone());
    shim.end("c");
    soon(end);
  }

  private void awaitEnd() {
    try {
      server.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void aNewProcessAdoptsTasksAndKeepsTheirEventsUntilSomebodyAsks() throws Exception {
    run("c", "sleep", "1000");
    await(() -> sink.topics("c").contains("/tasks/start"));
    stopServer();
    sink.events.clear();
    startServer();
    shim.kill("c", 9);
    soon(shim.exit("c", ""));
    assertEquals(List.of(), sink.topics("c"));
    shim.call("Connect", Shim.process("c", ""), ConnectResponse.parser());
    shim.delete("c", "");
    await(() -> sink.topics("c").contains("/tasks/delete"));
  }

  @Test
  public void whatIsLeftOfALostTaskIsEndedInSilence() throws Exception {
    run("c", "sleep", "1000");
    int pid = shim.state("c", "").getPid();
    await(() -> sink.topics("c").contains("/tasks/start"));
    Exit exit = server.remains().delete(new TaskKey(bundles.namespace, "c"));
    assertEquals(137, exit.status());
    assertEquals(pid, exit.pid());
    server.remains().awaitRemoval(new TaskKey(bundles.namespace, "c"));
    assertThrows(TtrpcException.class, () -> shim.state("c", ""));
    assertEquals(List.of("/tasks/create", "/tasks/start"), sink.topics("c"));
    assertEquals(137, server.remains().delete(new TaskKey(bundles.namespace, "c")).status());
  }

  @Test
  public void eventsWaitForAContainerdThatIsDown() throws Exception {
    run("c", "sleep", "1000");
    await(() -> sink.topics("c").contains("/tasks/start"));
    sink.close();
    shim.end("c");
    sink.open();
    await(() -> sink.topics("c").contains("/tasks/delete"));
    assertEquals(
        List.of("/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"), sink.topics("c"));
  }

  @Test
  public void aTaskWhoseBundleHasGoneIsEndedByTheNextProcess() throws Exception {
    run("c", "sleep", "1000");
    run("d", "sleep", "1000");
    stopServer();
    for (String file : List.of("config.json", "rootfs", "")) {
      Files.delete(bundles.of("c").resolve(file));
    }
    startServer();
    await(() -> !Files.exists(bundles.shared().resolve("tasks/" + bundles.namespace + "/c")));
    assertThrows(TtrpcException.class, () -> shim.state("c", ""));
    shim.end("d");
  }
}
