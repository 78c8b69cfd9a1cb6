package io.felucca.services;

import static org.junit.Assert.assertEquals;

import com.google.common.util.concurrent.ListenableFuture;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.filter.Filter;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxMetric;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.wire.sandbox.ControllerCreateRequest;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerPlatformRequest;
import io.felucca.wire.sandbox.ControllerWaitRequest;
import io.felucca.wire.sandbox.ControllerWaitResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** Which controller is asked, and what is told of it. */
public class SandboxControllerServiceTest {
  @Rule public final Daemon daemon = new Daemon();

  /** A controller that only tells its name and what is waited for. */
  private static final class Named implements SandboxController {
    private final String name;
    final BlockingQueue<CompletableFuture<SandboxExit>> waits = new LinkedBlockingQueue<>();

    Named(String name) {
      this.name = name;
    }

    @Override
    public void create(Scope scope, CreateSandbox request) {}

    @Override
    public Platform platform(Scope scope, String id) {
      return new Platform("linux", name, "", "", List.of());
    }

    @Override
    public CompletableFuture<SandboxExit> exit(Scope scope, String id) {
      CompletableFuture<SandboxExit> exit = new CompletableFuture<>();
      waits.add(exit);
      return exit;
    }

    @Override
    public SandboxStart start(Scope scope, String id) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void stop(Scope scope, String id, Duration patience) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public SandboxStatus status(Scope scope, String id, boolean verbose) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void shutdown(Scope scope, String id) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public SandboxMetric metrics(Scope scope, String id) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void update(Scope scope, Sandbox sandbox, FieldPaths paths) {
      throw Fault.unimplemented("not here");
    }
  }

  private Named add(String type, String id, String name) {
    Named named = new Named(name);
    daemon.plugins().add(type, id, named);
    return named;
  }

  private String asked(String sandboxer) {
    return ControllerGrpc.newBlockingStub(daemon.channel())
        .platform(ControllerPlatformRequest.newBuilder().setSandboxer(sandboxer).build())
        .getPlatform()
        .getArchitecture();
  }

  @Test
  public void controllersOfBothKindsAreFoundByName() {
    add(SandboxController.KIND.type(), "shim", "a");
    add(SandboxController.POD_KIND.type(), "podsandbox", "b");
    assertEquals("a", asked("shim"));
    assertEquals("b", asked("podsandbox"));
    add(SandboxController.KIND.type(), "podsandbox", "c");
    assertEquals("c", asked("podsandbox"));
  }

  @Test
  public void aControllerHasToBeNamedAndKnown() {
    assertEquals(
        "sandbox controller name can not be empty",
        Faults.expect(Kind.INVALID_ARGUMENT, () -> asked("")));
    assertEquals(
        "failed to get sandbox controller by nobody",
        Faults.expect(Kind.NOT_FOUND, () -> asked("nobody")));
  }

  @Test
  public void theLifeOfASandboxIsPublished() throws Exception {
    Named shim = add(SandboxController.KIND.type(), "shim", "a");
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    daemon.exchange().subscribe(Filter.ALL, events::add);
    ControllerGrpc.newBlockingStub(daemon.channel())
        .create(
            ControllerCreateRequest.newBuilder().setSandboxer("shim").setSandboxId("s").build());
    ListenableFuture<ControllerWaitResponse> waiting = waiting();
    Instant at = Instant.ofEpochSecond(7);
    next(shim).complete(new SandboxExit(9, at));
    assertEquals(9, waiting.get(120, TimeUnit.SECONDS).getExitStatus());
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Event event = events.poll(120, TimeUnit.SECONDS);
      told.add(event.topic() + " " + event.payload());
    }
    assertEquals(
        List.of(
            "/sandboxes/create SandboxCreate[sandboxId=s]",
            "/sandboxes/exit SandboxExit[sandboxId=s, exitStatus=9, exitedAt=" + at + "]"),
        told);
  }

  @Test
  public void aWaitGoesOnAtTheNextInstance() throws Exception {
    Named first = add(SandboxController.KIND.type(), "shim", "a");
    ListenableFuture<ControllerWaitResponse> waiting = waiting();
    CompletableFuture<SandboxExit> old = next(first);
    Named second = add(SandboxController.KIND.type(), "shim", "b");
    old.completeExceptionally(Fault.unavailable("replaced"));
    next(second).complete(new SandboxExit(3, null));
    ControllerWaitResponse response = waiting.get(120, TimeUnit.SECONDS);
    assertEquals(3, response.getExitStatus());
    assertEquals(false, response.hasExitedAt());
  }

  private ListenableFuture<ControllerWaitResponse> waiting() {
    return ControllerGrpc.newFutureStub(daemon.channel())
        .wait(ControllerWaitRequest.newBuilder().setSandboxer("shim").setSandboxId("s").build());
  }

  private static CompletableFuture<SandboxExit> next(Named controller) throws Exception {
    CompletableFuture<SandboxExit> wait = controller.waits.poll(120, TimeUnit.SECONDS);
    if (wait == null) {
      throw new AssertionError("nobody waits");
    }
    return wait;
  }
}
