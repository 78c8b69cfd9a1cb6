package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.sandbox.ControllerCreateRequest;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerPlatformRequest;
import io.felucca.wire.sandbox.ControllerShutdownRequest;
import io.felucca.wire.sandbox.ControllerStartRequest;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.StoreCreateRequest;
import io.felucca.wire.sandbox.StoreDeleteRequest;
import io.felucca.wire.sandbox.StoreGetRequest;
import io.felucca.wire.sandbox.StoreGrpc;
import io.felucca.wire.sandbox.StoreListRequest;
import io.felucca.wire.types.Sandbox;

/** What programs do with the records of sandboxes, and with a pod that goes on all the time. */
final class Sandboxed {
  static final String CONTROLLER = "podsandbox";

  private Sandboxed() {}

  static void records(Round round) {
    var stub = StoreGrpc.newBlockingStub(round.rpc().channel());
    Sandbox sandbox =
        Sandbox.newBuilder()
            .setSandboxId(round.name())
            .setRuntime(Sandbox.Runtime.newBuilder().setName(Runtime.OCI.choice()))
            .setSandboxer(CONTROLLER)
            .build();
    round.run(
        "sandboxes.create",
        () -> stub.create(StoreCreateRequest.newBuilder().setSandbox(sandbox).build()));
    round.run(
        "sandboxes.get",
        () -> stub.get(StoreGetRequest.newBuilder().setSandboxId(round.name()).build()));
    round.run("sandboxes.list", () -> stub.list(StoreListRequest.getDefaultInstance()));
    round.run(
        "sandboxes.delete",
        () -> stub.delete(StoreDeleteRequest.newBuilder().setSandboxId(round.name()).build()));
  }

  static void start(Rpc rpc, String pod) {
    var stub = ControllerGrpc.newBlockingStub(rpc.channel());
    stub.create(
        ControllerCreateRequest.newBuilder().setSandboxId(pod).setSandboxer(CONTROLLER).build());
    stub.start(
        ControllerStartRequest.newBuilder().setSandboxId(pod).setSandboxer(CONTROLLER).build());
  }

  static void end(Rpc rpc, String pod) {
    ControllerGrpc.newBlockingStub(rpc.channel())
        .shutdown(
            ControllerShutdownRequest.newBuilder()
                .setSandboxId(pod)
                .setSandboxer(CONTROLLER)
                .build());
  }

  /** Looks at a running pod. */
  static Client pod(String pod) {
    return round -> {
      var stub = ControllerGrpc.newBlockingStub(round.rpc().channel());
      round.run(
          "pod.status",
          () ->
              stub.status(
                  ControllerStatusRequest.newBuilder()
                      .setSandboxId(pod)
                      .setSandboxer(CONTROLLER)
                      .build()));
      round.run(
          "pod.platform",
          () ->
              stub.platform(
                  ControllerPlatformRequest.newBuilder()
                      .setSandboxId(pod)
                      .setSandboxer(CONTROLLER)
                      .build()));
    };
  }
}
