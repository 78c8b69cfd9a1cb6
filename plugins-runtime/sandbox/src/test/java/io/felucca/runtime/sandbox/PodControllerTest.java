package io.felucca.runtime.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class PodControllerTest {
  /** Its number on x86-64 and on aarch64. */
  private static final String RT_SIGTIMEDWAIT = "(?s)(128|137) .*";

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Scope scope = Scope.of("ns");
  private PodWorld world;
  private PodController controller;

  @Before
  public void start() {
    world = new PodWorld(temporary.getRoot().toPath());
    controller = PodWorld.controller(temporary.getRoot().toPath().resolve("pods"), world);
  }

  @After
  public void stop() {
    controller.close();
    world.close();
  }

  private static CreateSandbox request(TypedValue options, Mount... rootfs) {
    return new CreateSandbox("p", null, List.of(rootfs), options, "", Map.of());
  }

  private static Fault refused(Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.toString(), kind, fault.kind());
    return fault;
  }

  private int running() {
    controller.create(scope, request(null));
    return controller.start(scope, "p").pid();
  }

  /**
   * From then on it waits for signals. As the first process of its namespace it would not even see
   * one that comes before.
   */
  private static void awaitReady(int pid) throws Exception {
    Path call = Path.of("/proc", Integer.toString(pid), "syscall");
    while (!Files.readString(call).matches(RT_SIGTIMEDWAIT)) {
      Thread.sleep(1);
    }
  }

  private static SandboxExit await(CompletableFuture<SandboxExit> exit) throws Exception {
    return exit.get(120, TimeUnit.SECONDS);
  }

  @Test
  public void aPodIsAContainerOfItsName() {
    Sandbox record =
        new Sandbox(
            "p",
            "io.containerd.kata.v2",
            new TypedValue("o", new byte[] {1}),
            null,
            Map.of("l", "1"),
            Map.of(),
            "podsandbox",
            null,
            null);
    controller.create(
        scope, new CreateSandbox("p", record, List.of(), null, "/net", Map.of("a", "b")));
    Container container = world.metadata.containers().get(scope, "p");
    assertEquals("io.containerd.kata.v2", container.runtime());
    assertEquals("o", container.runtimeOptions().typeUrl());
    assertEquals(Map.of("l", "1", "io.cri-containerd.kind", "sandbox"), container.labels());
    controller.update(scope, record, FieldPaths.of("labels", "spec"));
    assertEquals(Map.of("l", "1"), world.metadata.containers().get(scope, "p").labels());
    SandboxStatus status = controller.status(scope, "p", true);
    assertEquals(PodController.NOT_READY, status.state());
    JsonObject info = JsonParser.parseString(status.info().get("info")).getAsJsonObject();
    assertEquals("/net", info.get("netNamespace").getAsString());
    assertTrue(info.get("netNamespaceClosed").getAsBoolean());
    controller.shutdown(scope, "p");
    refused(Kind.NOT_FOUND, () -> world.metadata.containers().get(scope, "p"));
  }

  @Test
  public void otherContainersAreNoPods() {
    controller.create(scope, request(null));
    Container pod = world.metadata.containers().get(scope, "p");
    world
        .metadata
        .containers()
        .create(
            scope,
            new Container(
                "c",
                Map.of(),
                "",
                "r",
                null,
                pod.spec(),
                "",
                "",
                "",
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH));
    refused(Kind.NOT_FOUND, () -> controller.status(scope, "c", false));
    refused(Kind.NOT_FOUND, () -> controller.shutdown(scope, "c"));
    refused(
        Kind.ALREADY_EXISTS,
        () ->
            controller.create(scope, new CreateSandbox("c", null, List.of(), null, "", Map.of())));
  }

  @Test
  public void whatAPodCannotBeIsRefused() {
    refused(
        Kind.UNIMPLEMENTED,
        () -> controller.create(scope, request(null, Mount.of("bind", "/x", List.of()))));
    refused(
        Kind.INVALID_ARGUMENT,
        () -> controller.create(scope, request(new TypedValue("acme", new byte[] {1}))));
    refused(
        Kind.INVALID_ARGUMENT,
        () ->
            controller.create(
                scope, request(new TypedValue(PodRequest.CONFIG, new byte[] {1, 2}))));
    refused(Kind.NOT_FOUND, () -> controller.status(scope, "p", false));
  }

  @Test
  public void aPodIsStartedOnce() {
    running();
    refused(Kind.FAILED_PRECONDITION, () -> controller.start(scope, "p"));
    controller.stop(scope, "p", Duration.ZERO);
    refused(Kind.FAILED_PRECONDITION, () -> controller.start(scope, "p"));
  }

  @Test
  public void aPodThatDidNotStartCanBeStartedAgain() {
    controller.create(scope, request(null));
    world.runtime.refusal = Fault.invalid("no cgroup today");
    Fault fault = refused(Kind.INVALID_ARGUMENT, () -> controller.start(scope, "p"));
    assertEquals(
        "failed to start sandbox container task \"p\": no cgroup today", fault.getMessage());
    refused(Kind.NOT_FOUND, () -> world.runtime.get(scope, "p"));
    world.runtime.refusal = null;
    assertTrue(controller.start(scope, "p").pid() > 0);
  }

  /** A daemon was killed between the creation of the task and its start. */
  @Test
  public void whatACrashLeftInAStartIsReplaced() {
    controller.create(scope, request(null));
    Container container = world.metadata.containers().get(scope, "p");
    TaskIo io = new TaskIo("", "", "", false);
    world.runtime.create(
        scope, new TaskSpec("p", "runc", container.spec(), List.of(), io, null, "", ""));
    assertEquals(PodController.NOT_READY, controller.status(scope, "p", false).state());
    int pid = controller.start(scope, "p").pid();
    assertEquals(pid, world.runtime.get(scope, "p").pid());
  }

  @Test
  public void patienceLetsThePauseProcessEndItself() throws Exception {
    awaitReady(running());
    controller.stop(scope, "p", Duration.ofSeconds(30));
    assertEquals(0, await(controller.exit(scope, "p")).status());
  }

  @Test
  public void withoutPatienceItIsKilled() throws Exception {
    running();
    controller.stop(scope, "p", Duration.ZERO);
    assertEquals(137, await(controller.exit(scope, "p")).status());
    refused(Kind.NOT_FOUND, () -> world.runtime.get(scope, "p"));
  }

  @Test
  public void aPauseProcessThatEndsMakesItsPodNotReady() throws Exception {
    int pid = running();
    CompletableFuture<SandboxExit> exit = controller.exit(scope, "p");
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    SandboxExit told = await(exit);
    assertEquals(137, told.status());
    SandboxStatus status = controller.status(scope, "p", false);
    assertEquals(PodController.NOT_READY, status.state());
    assertEquals(told.at(), status.exitedAt());
    controller.shutdown(scope, "p");
    refused(Kind.NOT_FOUND, () -> world.runtime.get(scope, "p"));
  }

  @Test
  public void afterARebootAPodHasEnded() throws Exception {
    running();
    world.runtime.reboot();
    assertEquals(PodController.NOT_READY, controller.status(scope, "p", false).state());
    assertEquals(255, await(controller.exit(scope, "p")).status());
    controller.shutdown(scope, "p");
  }

  @Test
  public void aPodIsNotGivenUpWhileItsRuntimeIs() {
    int pid = running();
    world.runtime.hide();
    refused(Kind.UNAVAILABLE, () -> controller.status(scope, "p", false));
    refused(Kind.UNAVAILABLE, () -> controller.stop(scope, "p", Duration.ZERO));
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  @Test
  public void whoWaitsForAPodThatWasNotStartedLearnsWhatBecomesOfIt() throws Exception {
    controller.create(scope, request(null));
    CompletableFuture<SandboxExit> exit = controller.exit(scope, "p");
    controller.start(scope, "p");
    assertFalse(exit.isDone());
    controller.stop(scope, "p", Duration.ZERO);
    assertEquals(137, await(exit).status());
    controller.shutdown(scope, "p");
    controller.create(scope, request(null));
    CompletableFuture<SandboxExit> never = controller.exit(scope, "p");
    controller.shutdown(scope, "p");
    Throwable ended = assertThrows(ExecutionException.class, () -> await(never)).getCause();
    assertTrue(ended.toString(), Fault.is(ended, Kind.NOT_FOUND));
  }

  @Test
  public void itsCountersAreThoseOfItsProcess() {
    running();
    assertEquals("stats", controller.metrics(scope, "p").data().typeUrl());
    controller.stop(scope, "p", Duration.ZERO);
    refused(Kind.NOT_FOUND, () -> controller.metrics(scope, "p"));
  }
}
