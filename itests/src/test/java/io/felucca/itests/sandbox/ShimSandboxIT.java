package io.felucca.itests.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.itests.fixture.Command;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.containers.DeleteContainerRequest;
import io.felucca.wire.sandbox.ControllerCreateRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.felucca.wire.sandbox.ControllerWaitResponse;
import io.felucca.wire.sandbox.StoreCreateRequest;
import io.felucca.wire.sandbox.StoreDeleteRequest;
import io.felucca.wire.sandbox.StoreGetRequest;
import io.felucca.wire.sandbox.StoreGrpc;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.types.Sandbox;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** Sandboxes in shims, and their records, on a real daemon. */
public class ShimSandboxIT extends SandboxBase {
  private static final Any SPEC =
      Any.newBuilder()
          .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Spec")
          .setValue(ByteString.copyFromUtf8("{\"ociVersion\":\"1.0.2\"}"))
          .build();

  public ShimSandboxIT() {
    super("default", "shim");
  }

  private StoreGrpc.StoreBlockingStub store() {
    return StoreGrpc.newBlockingStub(rpc.channel());
  }

  private static Sandbox record(String id, String runtime) {
    return Sandbox.newBuilder()
        .setSandboxId(id)
        .setRuntime(Sandbox.Runtime.newBuilder().setName(runtime))
        .setSpec(SPEC)
        .setSandboxer("shim")
        .build();
  }

  /** As clients do: the record first. */
  private String running(String id, String runtime) {
    Sandbox record = record(id, runtime);
    store().create(StoreCreateRequest.newBuilder().setSandbox(record).build());
    sandboxes.create(id, ControllerCreateRequest.newBuilder().setSandbox(record));
    return sandboxes.start(id).getAddress();
  }

  private void remove(String id) {
    sandboxes.stop(id, 0);
    sandboxes.shutdown(id);
    store().delete(StoreDeleteRequest.newBuilder().setSandboxId(id).build());
  }

  @Test
  public void tasksOfASandboxGoToItsShim() throws Exception {
    try (SandboxShim shim = new SandboxShim(daemon.folder().resolve("vm"))) {
      String address = running("s", shim.program());
      createAndDelete(shim.program(), "");
      createAndDelete("io.containerd.runc.v2", address);
      assertTrue(shim.calls.toString(), Collections.frequency(shim.calls, "Create") == 2);
      assertFalse("it is the sandbox'", shim.calls.contains("Shutdown"));
      remove("s");
      assertTrue(shim.calls.toString(), shim.calls.contains("ShutdownSandbox"));
    }
  }

  /** A container in sandbox {@code s}, whatever its runtime is and whether its address is told. */
  private void createAndDelete(String runtime, String address) {
    rpc.containers()
        .create(
            CreateContainerRequest.newBuilder()
                .setContainer(
                    Container.newBuilder()
                        .setId("c")
                        .setRuntime(Container.Runtime.newBuilder().setName(runtime))
                        .setSpec(SPEC)
                        .setSandbox("s"))
                .build());
    assertEquals(
        SandboxShim.PID + 1,
        rpc.tasks()
            .create(
                CreateTaskRequest.newBuilder()
                    .setContainerId("c")
                    .setTaskApiAddress(address)
                    .setTaskApiVersion(3)
                    .build())
            .getPid());
    rpc.tasks().delete(DeleteTaskRequest.newBuilder().setContainerId("c").build());
    rpc.containers().delete(DeleteContainerRequest.newBuilder().setId("c").build());
  }

  @Test
  public void aSandboxOutlivesControllersAndDaemons() throws Exception {
    try (SandboxShim shim = new SandboxShim(daemon.folder().resolve("vm"))) {
      running("s", shim.program());
      ControllerStatusResponse before = sandboxes.status("s");
      assertEquals("SANDBOX_READY", before.getState());
      ListenableFuture<ControllerWaitResponse> exit = sandboxes.exit("s");
      Swaps.swap(rpc, "io.containerd.sandbox.controller.v1", "shim");
      assertEquals(before, sandboxes.status("s"));
      assertFalse(exit.isDone());
      Swaps.swap(rpc, "io.containerd.sandbox.store.v1", "local");
      assertEquals("s", store().get(get("s")).getSandbox().getSandboxId());
      sandboxes.stop("s", 5);
      assertEquals(9, exit.get(120, TimeUnit.SECONDS).getExitStatus());
      daemon.kill();
      daemon.start();
      connect();
      assertEquals("SANDBOX_NOTREADY", sandboxes.status("s").getState());
      assertEquals(before.getCreatedAt(), sandboxes.status("s").getCreatedAt());
      assertEquals(9, sandboxes.exit("s").get(120, TimeUnit.SECONDS).getExitStatus());
      remove("s");
    }
  }

  private static StoreGetRequest get(String id) {
    return StoreGetRequest.newBuilder().setSandboxId(id).build();
  }

  /** The shim of Debian knows of no sandboxes: nothing of the attempt is left. */
  @Test
  public void aShimWithoutTheServiceIsNotImplemented() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/containerd-shim-runc-v2")));
    StatusRuntimeException refusal =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                sandboxes.create(
                    "s",
                    ControllerCreateRequest.newBuilder()
                        .setSandbox(record("s", "/usr/bin/containerd-shim-runc-v2"))));
    assertEquals(Status.Code.UNIMPLEMENTED, refusal.getStatus().getCode());
    StatusRuntimeException unknown =
        assertThrows(StatusRuntimeException.class, () -> sandboxes.status("s"));
    assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
  }

  /** Where {@code ctr} of containerd 2 and a shim with the service are installed. */
  @Test
  public void theCommandOfContainerdTwoManagesSandboxes() throws Exception {
    String ctr = System.getProperty("it.ctr2", "");
    String shim = System.getProperty("it.sandbox.shim", "");
    assumeTrue("needs it.ctr2 and it.sandbox.shim", !ctr.isEmpty() && !shim.isEmpty());
    Path config = daemon.folder().resolve("pod.json");
    Files.writeString(config, "{\"ociVersion\":\"1.0.2\"}");
    String[] sandboxes = {ctr, "-a", daemon.address(), "sandboxes"};
    assertEquals(
        "s1\n", run(sandboxes, "run", "--runtime", shim, config.toString(), "s1").ok().out());
    Command again = run(sandboxes, "run", "--runtime", shim, config.toString(), "s1");
    assertTrue(again.toString(), again.err().contains("sandbox bucket \"s1\" already exists"));
    List<String> listed = run(sandboxes, "list").ok().lines();
    assertTrue(listed.toString(), listed.get(1).startsWith("s1 "));
    assertTrue(run(sandboxes, "info", "s1").ok().out().contains("\"Sandboxer\": \"shim\""));
    run(sandboxes, "remove", "s1").ok();
    assertEquals(1, run(sandboxes, "list").ok().lines().size());
  }

  private Command run(String[] command, String... more) throws Exception {
    List<String> all = new java.util.ArrayList<>(List.of(command));
    all.addAll(List.of(more));
    return Command.run(daemon.folder(), all.toArray(String[]::new));
  }
}
