package io.felucca.proxy.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxMetric;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.services.SandboxControllerService;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.proxy.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** Through our own controller service on a socket, there and back. */
public class ProxySandboxControllerTest {
  private static final Scope SCOPE = Scope.of("k8s.io");
  private static final Sandbox RECORD =
      new Sandbox(
          "s",
          "kata",
          ToyController.VALUE,
          ToyController.VALUE,
          Map.of("l", "1"),
          Map.of("e", ToyController.VALUE),
          "toy",
          ToyController.THEN,
          ToyController.THEN);
  private static final CreateSandbox REQUEST =
      new CreateSandbox(
          "s",
          RECORD,
          List.of(Mount.of("bind", "/x", List.of("ro"))),
          ToyController.VALUE,
          "/net",
          Map.of("a", "b"));

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ToyController toy = new ToyController();
  private final OneController daemon = new OneController("toy", toy);
  private GrpcServer server;
  private SandboxController proxy;

  @Before
  public void serve() throws IOException {
    Path socket = temporary.getRoot().toPath().resolve("s");
    server =
        GrpcServer.unix(
            SocketFile.at(socket),
            MessageSizes.USUAL,
            threads,
            builder ->
                builder
                    .addService(new SandboxControllerService(daemon))
                    .intercept(new FaultsOfCalls())
                    .intercept(new ScopeOfCalls()));
    proxy = controller("toy", socket);
  }

  private static SandboxController controller(String name, Path socket) {
    return new ProxySandboxController(
        name, new Proxy(name, socket.toString(), ""), Map.of(), List.of());
  }

  @After
  public void stop() {
    proxy.close();
    server.close();
    threads.shutdownNow();
  }

  private static void refused(Kind kind, ThrowingRunnable call) {
    assertEquals(kind, assertThrows(Fault.class, call).kind());
  }

  @Test
  public void aSandboxIsMadeAsAskedAndItsLifeIsTold() {
    proxy.create(SCOPE, REQUEST);
    assertEquals(REQUEST, toy.created.get("k8s.io/s"));
    assertEquals(toy.start(SCOPE, "s"), proxy.start(SCOPE, "s"));
    assertEquals(
        List.of(
            "k8s.io /sandboxes/create SandboxCreate[sandboxId=s]",
            "k8s.io /sandboxes/start SandboxStart[sandboxId=s]"),
        daemon.published());
    refused(Kind.ALREADY_EXISTS, () -> proxy.create(SCOPE, REQUEST));
  }

  @Test
  public void whatIsNotGivenStaysOut() {
    proxy.create(SCOPE, new CreateSandbox("s", null, List.of(), null, "", Map.of()));
    CreateSandbox created = toy.created.get("k8s.io/s");
    assertNull(created.sandbox());
    assertNull(created.options());
  }

  @Test
  public void whatAControllerTellsIsToldOn() {
    proxy.create(SCOPE, REQUEST);
    assertEquals(
        new Platform("linux", "arm64", "v8", "6.1", List.of("f")), proxy.platform(SCOPE, "s"));
    SandboxStatus status = proxy.status(SCOPE, "s", true);
    assertEquals(toy.status(SCOPE, "s", true), status);
    assertNull(status.exitedAt());
    assertEquals(Map.of(), proxy.status(SCOPE, "s", false).info());
    assertEquals(
        new SandboxMetric("s", ToyController.THEN, ToyController.VALUE), proxy.metrics(SCOPE, "s"));
    proxy.update(SCOPE, RECORD, FieldPaths.of("labels"));
    assertEquals(RECORD, toy.updated);
    assertEquals(FieldPaths.of("labels"), toy.paths);
    proxy.shutdown(SCOPE, "s");
    refused(Kind.NOT_FOUND, () -> proxy.status(SCOPE, "s", false));
  }

  @Test
  public void whoWaitsLearnsOfTheExit() throws Exception {
    proxy.create(SCOPE, REQUEST);
    CompletableFuture<SandboxExit> exit = proxy.exit(SCOPE, "s");
    proxy.stop(SCOPE, "s", Duration.ofSeconds(7));
    assertEquals(new SandboxExit(137, ToyController.THEN), exit.get(120, TimeUnit.SECONDS));
    assertEquals(Duration.ofSeconds(7), toy.patience);
  }

  @Test
  public void aWaitEndsWithTheProcessItWaitsAt() throws Exception {
    proxy.create(SCOPE, REQUEST);
    CompletableFuture<SandboxExit> exit = proxy.exit(SCOPE, "s");
    proxy.status(SCOPE, "s", false);
    assertFalse(exit.isDone());
    server.close();
    Throwable ended =
        assertThrows(ExecutionException.class, () -> exit.get(120, TimeUnit.SECONDS)).getCause();
    assertTrue(ended.toString(), Fault.is(ended, Kind.UNAVAILABLE));
  }

  @Test
  public void unknownSandboxesAndControllersAreNotFound() {
    refused(Kind.NOT_FOUND, () -> proxy.start(SCOPE, "s"));
    Path socket = temporary.getRoot().toPath().resolve("s");
    try (SandboxController other = controller("other", socket);
        SandboxController nameless = controller("", socket)) {
      refused(Kind.NOT_FOUND, () -> other.start(SCOPE, "s"));
      refused(Kind.INVALID_ARGUMENT, () -> nameless.start(SCOPE, "s"));
    }
  }
}
