package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.plugin.Carried;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.SandboxStates;
import io.felucca.wire.convert.SandboxWire;
import io.felucca.wire.sandbox.ControllerCreateRequest;
import io.felucca.wire.sandbox.ControllerCreateResponse;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerMetricsRequest;
import io.felucca.wire.sandbox.ControllerMetricsResponse;
import io.felucca.wire.sandbox.ControllerPlatformRequest;
import io.felucca.wire.sandbox.ControllerPlatformResponse;
import io.felucca.wire.sandbox.ControllerShutdownRequest;
import io.felucca.wire.sandbox.ControllerShutdownResponse;
import io.felucca.wire.sandbox.ControllerStartRequest;
import io.felucca.wire.sandbox.ControllerStartResponse;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.felucca.wire.sandbox.ControllerStopRequest;
import io.felucca.wire.sandbox.ControllerStopResponse;
import io.felucca.wire.sandbox.ControllerUpdateRequest;
import io.felucca.wire.sandbox.ControllerUpdateResponse;
import io.felucca.wire.sandbox.ControllerWaitRequest;
import io.felucca.wire.sandbox.ControllerWaitResponse;
import io.grpc.BindableService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code containerd.services.sandbox.v1.Controller}: leads to the controller of that name. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.sandbox-controllers",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.sandbox.v1.Controller")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "sandbox-controllers",
    requires = "io.containerd.event.v1")
public final class SandboxControllerService extends ControllerGrpc.ControllerImplBase {
  private final PluginRegistry plugins;
  private final Seat<EventExchange> events;

  @Activate
  public SandboxControllerService(@Reference PluginRegistry plugins) {
    this.plugins = plugins;
    this.events = new Seat<>(plugins, EventExchange.KIND, EventExchange.ID);
  }

  @Override
  public void create(ControllerCreateRequest request, StreamObserver<ControllerCreateResponse> to) {
    Scope scope = Scopes.namespaced();
    String id = request.getSandboxId();
    run(scope, request.getSandboxer(), one -> one.create(scope, SandboxWire.fromWire(request)));
    publish(scope, "/sandboxes/create", new Events.SandboxCreate(id));
    Replies.one(to, ControllerCreateResponse.newBuilder().setSandboxId(id).build());
  }

  @Override
  public void start(ControllerStartRequest request, StreamObserver<ControllerStartResponse> to) {
    Scope scope = Scopes.namespaced();
    String id = request.getSandboxId();
    SandboxStart start = call(scope, request.getSandboxer(), one -> one.start(scope, id));
    publish(scope, "/sandboxes/start", new Events.SandboxStart(id));
    Replies.one(to, SandboxStates.toWire(start));
  }

  @Override
  public void platform(
      ControllerPlatformRequest request, StreamObserver<ControllerPlatformResponse> to) {
    Scope scope = Scopes.namespaced();
    String id = request.getSandboxId();
    var platform = call(scope, request.getSandboxer(), one -> one.platform(scope, id));
    Replies.one(
        to,
        ControllerPlatformResponse.newBuilder()
            .setPlatform(SandboxStates.toWire(platform))
            .build());
  }

  @Override
  public void stop(ControllerStopRequest request, StreamObserver<ControllerStopResponse> to) {
    Scope scope = Scopes.namespaced();
    Duration patience = Duration.ofSeconds(Integer.toUnsignedLong(request.getTimeoutSecs()));
    run(scope, request.getSandboxer(), one -> one.stop(scope, request.getSandboxId(), patience));
    Replies.one(to, ControllerStopResponse.getDefaultInstance());
  }

  /** Takes no thread while it waits, and goes on where the controller is replaced. */
  @Override
  public void wait(ControllerWaitRequest request, StreamObserver<ControllerWaitResponse> to) {
    Scope scope = Scopes.namespaced();
    String id = request.getSandboxId();
    CompletableFuture<SandboxExit> exit =
        new Carried<SandboxExit>(
                moving -> call(scope, request.getSandboxer(), one -> one.exit(scope, id)))
            .begin();
    ((ServerCallStreamObserver<ControllerWaitResponse>) to)
        .setOnCancelHandler(() -> exit.cancel(false));
    // not on the thread that reports: publishing may wait for the exchange
    exit.whenCompleteAsync((how, error) -> ended(scope, id, how, error, to));
  }

  /** As containerd does, each who waits has the exit published. */
  private void ended(
      Scope scope,
      String id,
      SandboxExit how,
      Throwable error,
      StreamObserver<ControllerWaitResponse> to) {
    if (error != null) {
      to.onError(error);
      return;
    }
    try {
      publish(scope, "/sandboxes/exit", new Events.SandboxExit(id, how.status(), how.at()));
      Replies.one(to, SandboxStates.toWire(how));
    } catch (RuntimeException e) {
      to.onError(e);
    }
  }

  @Override
  public void status(ControllerStatusRequest request, StreamObserver<ControllerStatusResponse> to) {
    Scope scope = Scopes.namespaced();
    var status =
        call(
            scope,
            request.getSandboxer(),
            one -> one.status(scope, request.getSandboxId(), request.getVerbose()));
    Replies.one(to, SandboxStates.toWire(status));
  }

  @Override
  public void shutdown(
      ControllerShutdownRequest request, StreamObserver<ControllerShutdownResponse> to) {
    Scope scope = Scopes.namespaced();
    run(scope, request.getSandboxer(), one -> one.shutdown(scope, request.getSandboxId()));
    Replies.one(to, ControllerShutdownResponse.getDefaultInstance());
  }

  @Override
  public void metrics(
      ControllerMetricsRequest request, StreamObserver<ControllerMetricsResponse> to) {
    Scope scope = Scopes.namespaced();
    var metric =
        call(scope, request.getSandboxer(), one -> one.metrics(scope, request.getSandboxId()));
    Replies.one(
        to,
        ControllerMetricsResponse.newBuilder().setMetrics(SandboxStates.toWire(metric)).build());
  }

  @Override
  public void update(ControllerUpdateRequest request, StreamObserver<ControllerUpdateResponse> to) {
    Scope scope = Scopes.namespaced();
    Sandbox sandbox = SandboxWire.updated(request);
    run(
        scope,
        request.getSandboxer(),
        one -> one.update(scope, sandbox, SandboxWire.paths(request)));
    Replies.one(to, ControllerUpdateResponse.getDefaultInstance());
  }

  private <R> R call(Scope scope, String sandboxer, Function<SandboxController, R> fn) {
    if (sandboxer.isEmpty()) {
      throw Fault.invalid("sandbox controller name can not be empty");
    }
    try (Held<SandboxController> held = hold(scope, sandboxer)) {
      return fn.apply(held.get());
    }
  }

  /** Controllers of both kinds share their names; the general kind comes first. */
  private Held<SandboxController> hold(Scope scope, String sandboxer) {
    for (var kind : List.of(SandboxController.KIND, SandboxController.POD_KIND)) {
      try {
        return plugins.use(scope, kind, sandboxer);
      } catch (Fault e) {
        if (e.kind() != Fault.Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    throw Fault.notFound("failed to get sandbox controller by %s", sandboxer);
  }

  private void run(Scope scope, String sandboxer, Consumer<SandboxController> step) {
    call(
        scope,
        sandboxer,
        controller -> {
          step.accept(controller);
          return null;
        });
  }

  private void publish(Scope scope, String topic, Payload payload) {
    events.run(scope, exchange -> exchange.publish(scope, topic, payload));
  }
}
