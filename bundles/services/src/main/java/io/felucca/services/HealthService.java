package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.PluginState;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.health.HealthCheckRequest;
import io.felucca.wire.health.HealthCheckResponse;
import io.felucca.wire.health.HealthCheckResponse.ServingStatus;
import io.felucca.wire.health.HealthGrpc;
import io.felucca.wire.health.HealthListRequest;
import io.felucca.wire.health.HealthListResponse;
import io.grpc.BindableService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code grpc.health.v1.Health}: of the daemon (the empty name), which serves as long as it is
 * asked at all, and of each plugin by {@code type.id}, which serves while its state is ok.
 *
 * <p>Clients wait for this before anything else. The server listens only after every plugin has
 * been brought up, so an answer means that.
 */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.healthcheck",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("grpc.health.v1.Health")
@PluginSpec(type = "io.containerd.grpc.v1", id = "healthcheck")
public final class HealthService extends HealthGrpc.HealthImplBase implements Plugin {
  private static final PluginKind<BindableService> KIND =
      new PluginKind<>("io.containerd.grpc.v1", BindableService.class);

  private final PluginRegistry plugins;
  private final HealthWatch watch = new HealthWatch(this::status);

  @Activate
  public HealthService(@Reference PluginRegistry plugins) {
    this.plugins = plugins;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
    ServingStatus status = status(request.getService());
    if (status == ServingStatus.SERVICE_UNKNOWN) {
      throw Fault.notFound("unknown service \"%s\"", request.getService());
    }
    Replies.one(to, response(status));
  }

  @Override
  public void list(HealthListRequest request, StreamObserver<HealthListResponse> to) {
    HealthListResponse.Builder all =
        HealthListResponse.newBuilder().putStatuses("", response(ServingStatus.SERVING));
    plugins.plugins().forEach(info -> all.putStatuses(info.uri(), response(of(info))));
    Replies.one(to, all.build());
  }

  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
    ServerCallStreamObserver<HealthCheckResponse> call =
        (ServerCallStreamObserver<HealthCheckResponse>) to;
    call.setOnCancelHandler(() -> watch.remove(call));
    watch.add(request.getService(), call);
  }

  private ServingStatus status(String name) {
    if (name.isEmpty()) {
      return ServingStatus.SERVING;
    }
    return plugins.plugins().stream()
        .filter(info -> info.uri().equals(name))
        .map(HealthService::of)
        .findFirst()
        .orElse(ServingStatus.SERVICE_UNKNOWN);
  }

  private static ServingStatus of(PluginInfo info) {
    return info.state() == PluginState.OK ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
  }

  static HealthCheckResponse response(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }

  /** Watches that are open go on as long as some instance is there for new ones. */
  @Override
  public void close() {
    watch.retire(() -> plugins.ids(KIND).contains("healthcheck"));
  }
}
