package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * {@code grpc.health.v1.Health}: serving, as long as it is asked at all. Only the daemon as a whole
 * (the empty name) has a health.
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
  private final Set<StreamObserver<HealthCheckResponse>> watchers = ConcurrentHashMap.newKeySet();

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
    if (!request.getService().isEmpty()) {
      throw Fault.notFound("unknown service \"%s\"", request.getService());
    }
    Replies.one(to, status(ServingStatus.SERVING));
  }

  @Override
  public void list(HealthListRequest request, StreamObserver<HealthListResponse> to) {
    Replies.one(
        to, HealthListResponse.newBuilder().putStatuses("", status(ServingStatus.SERVING)).build());
  }

  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
    boolean known = request.getService().isEmpty();
    ((ServerCallStreamObserver<HealthCheckResponse>) to)
        .setOnCancelHandler(() -> watchers.remove(to));
    to.onNext(status(known ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN));
    if (known) {
      watchers.add(to);
    }
  }

  @Override
  public void close() {
    for (StreamObserver<HealthCheckResponse> watcher : watchers) {
      watchers.remove(watcher);
      Replies.one(watcher, status(ServingStatus.NOT_SERVING));
    }
  }

  private static HealthCheckResponse status(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }
}
