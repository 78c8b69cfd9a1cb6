package io.felucca.itests.sandbox;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.sandbox.ControllerCreateRequest;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerMetricsRequest;
import io.felucca.wire.sandbox.ControllerPlatformRequest;
import io.felucca.wire.sandbox.ControllerShutdownRequest;
import io.felucca.wire.sandbox.ControllerStartRequest;
import io.felucca.wire.sandbox.ControllerStartResponse;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.felucca.wire.sandbox.ControllerStopRequest;
import io.felucca.wire.sandbox.ControllerWaitRequest;
import io.felucca.wire.sandbox.ControllerWaitResponse;
import io.felucca.wire.types.Metric;
import io.felucca.wire.types.Platform;
import java.util.concurrent.TimeUnit;

/** One controller of a daemon, asked as clients do. */
final class Sandboxer {
  private static final int SECONDS = 120;

  private final Rpc rpc;
  private final String name;

  Sandboxer(Rpc rpc, String name) {
    this.rpc = rpc;
    this.name = name;
  }

  private ControllerGrpc.ControllerBlockingStub stub() {
    return ControllerGrpc.newBlockingStub(rpc.channel())
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  /** A request for CRI's configuration in the options. */
  static ControllerCreateRequest.Builder configured(MessageLite config) {
    return ControllerCreateRequest.newBuilder()
        .setOptions(
            Any.newBuilder()
                .setTypeUrl("runtime.v1.PodSandboxConfig")
                .setValue(config.toByteString()));
  }

  void create(String id, ControllerCreateRequest.Builder request) {
    stub().create(request.setSandboxId(id).setSandboxer(name).build());
  }

  ControllerStartResponse start(String id) {
    return stub()
        .start(ControllerStartRequest.newBuilder().setSandboxId(id).setSandboxer(name).build());
  }

  ControllerStatusResponse status(String id) {
    return stub()
        .status(
            ControllerStatusRequest.newBuilder()
                .setSandboxId(id)
                .setSandboxer(name)
                .setVerbose(true)
                .build());
  }

  Platform platform(String id) {
    return stub()
        .platform(
            ControllerPlatformRequest.newBuilder().setSandboxId(id).setSandboxer(name).build())
        .getPlatform();
  }

  Metric metrics(String id) {
    return stub()
        .metrics(ControllerMetricsRequest.newBuilder().setSandboxId(id).setSandboxer(name).build())
        .getMetrics();
  }

  ListenableFuture<ControllerWaitResponse> exit(String id) {
    return ControllerGrpc.newFutureStub(rpc.channel())
        .wait(ControllerWaitRequest.newBuilder().setSandboxId(id).setSandboxer(name).build());
  }

  void stop(String id, int seconds) {
    stub()
        .stop(
            ControllerStopRequest.newBuilder()
                .setSandboxId(id)
                .setSandboxer(name)
                .setTimeoutSecs(seconds)
                .build());
  }

  void shutdown(String id) {
    stub()
        .shutdown(
            ControllerShutdownRequest.newBuilder().setSandboxId(id).setSandboxer(name).build());
  }
}
