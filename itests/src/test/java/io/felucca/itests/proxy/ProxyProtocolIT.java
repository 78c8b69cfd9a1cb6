package io.felucca.itests.proxy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.plugins.State;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.Kind;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** What proxies say to programs other than a containerd. */
public class ProxyProtocolIT extends ProxyBase {
  @Test
  public void sandboxesAreLedToTheControllerOfTheirName() throws Exception {
    Path socket = folder.resolve("pods");
    start();
    daemon.configure(
        "[proxy_plugins.pods]\n  type = \"sandbox\"\n  address = \"%s\"\n".formatted(socket));
    String type = "io.containerd.sandbox.controller.v1";
    daemon.await("it waits", () -> plugin(type, "pods").getState() == State.STATE_WAITING);
    assertTrue(isOk("io.containerd.grpc.v1", "sandbox-controllers"));
    assertEquals(Status.Code.UNAVAILABLE, refusal("pods"));
    assertEquals(Status.Code.NOT_FOUND, refusal("others"));
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal(""));
    try (PodController controller = new PodController(socket)) {
      daemon.await("it serves", () -> isOk(type, "pods"));
      assertEquals("k8s.io/pods/s", status("pods").getState());
    }
  }

  private Status.Code refusal(String sandboxer) {
    return assertThrows(StatusRuntimeException.class, () -> status(sandboxer))
        .getStatus()
        .getCode();
  }

  private ControllerStatusResponse status(String sandboxer) {
    try (Rpc pods = new Rpc(daemon.address(), "k8s.io")) {
      return ControllerGrpc.newBlockingStub(pods.channel())
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .status(
              ControllerStatusRequest.newBuilder()
                  .setSandboxId("s")
                  .setSandboxer(sandboxer)
                  .build());
    }
  }

  /** As stargz and others do it: layers that a process has already are not unpacked. */
  @Test
  public void layersThatARemoteSnapshotterHasAreTakenOver() throws Exception {
    Path socket = folder.resolve("remote");
    daemon.configure(
        "[proxy_plugins.remote]\n  type = \"snapshot\"\n  address = \"%s\"\n".formatted(socket));
    start();
    try (RemoteSnapshotter remote = new RemoteSnapshotter(socket);
        Rpc moby = new Rpc(daemon.address(), "moby")) {
      daemon.await("it serves", () -> isOk(SNAPSHOTTERS, "remote"));
      prepareLayer(moby, "sha256:one", "");
      prepareLayer(moby, "sha256:two", "sha256:one");
      Info two = stat(moby, "sha256:two");
      assertEquals(Kind.COMMITTED, two.getKind());
      assertEquals("sha256:one", two.getParent());
      assertEquals(Kind.COMMITTED, stat(moby, "sha256:one").getKind());
      PrepareSnapshotRequest container =
          PrepareSnapshotRequest.newBuilder()
              .setSnapshotter("remote")
              .setKey("c")
              .setParent("sha256:two")
              .build();
      assertEquals("remote", moby.snapshots().prepare(container).getMounts(0).getSource());
    }
  }

  private static void prepareLayer(Rpc moby, String chain, String parent) {
    PrepareSnapshotRequest request =
        PrepareSnapshotRequest.newBuilder()
            .setSnapshotter("remote")
            .setKey("extract " + chain)
            .setParent(parent)
            .putLabels("containerd.io/snapshot.ref", chain)
            .build();
    Status status =
        assertThrows(StatusRuntimeException.class, () -> moby.snapshots().prepare(request))
            .getStatus();
    assertEquals(status.toString(), Status.Code.ALREADY_EXISTS, status.getCode());
    assertTrue(status.toString(), status.getDescription().endsWith(": already exists"));
  }

  private static Info stat(Rpc moby, String key) {
    return moby.snapshots()
        .stat(StatSnapshotRequest.newBuilder().setSnapshotter("remote").setKey(key).build())
        .getInfo();
  }
}
