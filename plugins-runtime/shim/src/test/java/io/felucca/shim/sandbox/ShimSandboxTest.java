package io.felucca.shim.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.wire.shim.SandboxCreation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** What goes to a shim, and what happens where one does not do its part. */
public class ShimSandboxTest {
  private static final Path DEBIAN = Path.of("/usr/bin/containerd-shim-runc-v2");
  private static final TypedValue SPEC =
      new TypedValue("spec", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Scope scope = Scope.of("ns");
  private Path root;
  private FakeSandboxShim shim;
  private ShimSandboxController controller;

  @Before
  public void start() throws IOException {
    root = temporary.getRoot().toPath();
    shim = new FakeSandboxShim(root.resolve("shim"));
    controller = SandboxFixture.controller(root);
    controller.start();
  }

  @After
  public void stop() {
    controller.close();
    shim.close();
  }

  private CreateSandbox request(String id) {
    return SandboxFixture.request(id, shim.program().toString());
  }

  private Path bundle(String id) {
    return root.resolve("state/ns").resolve(id);
  }

  private static Fault refused(Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.toString(), kind, fault.kind());
    return fault;
  }

  @Test
  public void theShimIsToldAllOfARequest() throws IOException {
    shim.serving();
    Sandbox record =
        new Sandbox(
            "s", shim.program().toString(), null, SPEC, Map.of(), Map.of(), "shim", null, null);
    controller.create(
        scope,
        new CreateSandbox(
            "s",
            record,
            List.of(Mount.of("bind", "/x", List.of("ro"))),
            SPEC,
            "/net",
            Map.of("a", "b")));
    SandboxCreation told = shim.created.get("ns/s");
    assertEquals(bundle("s").toString(), told.getBundlePath());
    assertEquals("/x", told.getRootfs(0).getSource());
    assertEquals("spec", told.getOptions().getTypeUrl());
    assertEquals("/net", told.getNetnsPath());
    assertEquals(Map.of("a", "b"), told.getAnnotationsMap());
    assertEquals("{\"a\":1}", Files.readString(bundle("s").resolve("config.json")));
    assertEquals(
        shim.program().toString(), Files.readString(bundle("s").resolve("shim-binary-path")));
    assertTrue(Files.isDirectory(bundle("s").resolve("rootfs")));
    assertEquals("ttrpc+" + shim.address(), controller.start(scope, "s").address());
    assertEquals("riscv64", controller.platform(scope, "s").architecture());
  }

  @Test
  public void aShimWithoutTheServiceLeavesNothing() throws IOException {
    shim.servingTasks();
    Fault fault = refused(Kind.UNIMPLEMENTED, () -> controller.create(scope, request("s")));
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("failed to create sandbox s: "));
    assertEquals(List.of("Shutdown"), shim.calls);
    assertEquals(2, shim.said().size());
    assertTrue(shim.said().get(1), shim.said().get(1).endsWith(" delete"));
    assertFalse(Files.exists(bundle("s")));
    refused(Kind.NOT_FOUND, () -> controller.status(scope, "s", false));
  }

  @Test
  public void theShimOfDebianHasNoSandboxesAndGoes() throws Exception {
    assumeTrue("needs containerd's shim", Files.exists(DEBIAN));
    refused(
        Kind.UNIMPLEMENTED,
        () -> controller.create(scope, SandboxFixture.request("s", DEBIAN.toString())));
    assertFalse(Files.exists(bundle("s")));
    for (int i = 0; i < 1200 && isRunning(); i++) {
      Thread.sleep(50);
    }
    assertFalse("its process is left", isRunning());
  }

  private boolean isRunning() {
    String mark = root + "/felucca.sock";
    return ProcessHandle.allProcesses()
        .anyMatch(one -> one.info().commandLine().orElse("").contains(mark));
  }

  @Test
  public void aProgramThatIsNotThereIsNoSandboxEither() {
    refused(
        Kind.UNKNOWN,
        () -> controller.create(scope, SandboxFixture.request("s", "io.containerd.nope.v9")));
    refused(
        Kind.INVALID_ARGUMENT,
        () ->
            controller.create(scope, new CreateSandbox("s", null, List.of(), null, "", Map.of())));
    refused(Kind.INVALID_ARGUMENT, () -> controller.create(scope, request("a/b")));
    assertFalse(Files.exists(bundle("s")));
  }

  @Test
  public void whatCannotBeStartedIsForgotten() throws IOException {
    shim.serving();
    controller.create(scope, request("refused"));
    Fault fault = refused(Kind.FAILED_PRECONDITION, () -> controller.start(scope, "refused"));
    assertEquals("failed to start sandbox refused: not this one", fault.getMessage());
    assertFalse(Files.exists(bundle("refused")));
    refused(Kind.NOT_FOUND, () -> controller.start(scope, "refused"));
  }

  @Test
  public void theDeathOfAShimIsTheEndOfItsSandbox() throws Exception {
    shim.serving();
    controller.create(scope, request("s"));
    controller.start(scope, "s");
    CompletableFuture<SandboxExit> exit = controller.exit(scope, "s");
    shim.die();
    SandboxExit told = exit.get(120, TimeUnit.SECONDS);
    assertEquals(255, told.status());
    SandboxStatus status = controller.status(scope, "s", false);
    assertEquals("SANDBOX_NOTREADY", status.state());
    assertEquals(told.at(), status.exitedAt());
    controller.stop(scope, "s", Duration.ZERO);
    refused(Kind.FAILED_PRECONDITION, () -> controller.start(scope, "s"));
    assertTrue(shim.said().get(1), shim.said().get(1).endsWith(" delete"));
    controller.shutdown(scope, "s");
    assertFalse(Files.exists(bundle("s")));
  }

  @Test
  public void aShimThatDiedWhileNobodyLookedIsNoticed() throws Exception {
    shim.serving();
    controller.create(scope, request("s"));
    controller.start(scope, "s");
    controller.close();
    shim.die();
    controller = SandboxFixture.controller(root);
    controller.start();
    assertNotNull(controller.status(scope, "s", false).exitedAt());
    assertEquals(255, controller.exit(scope, "s").get(120, TimeUnit.SECONDS).status());
  }

  @Test
  public void whatACrashLeftUnfinishedIsRemoved() throws IOException {
    shim.serving();
    controller.create(scope, request("s"));
    controller.close();
    Files.delete(bundle("s").resolve("felucca-sandbox.json"));
    controller = SandboxFixture.controller(root);
    controller.start();
    assertFalse(Files.exists(bundle("s")));
    controller.create(scope, request("s"));
  }

  /** As after a reboot: its record can be removed without force. */
  @Test
  public void aRecordedSandboxWithoutAShimHasStopped() {
    controller.close();
    controller = SandboxFixture.controller(root, "recorded");
    controller.start();
    controller.stop(scope, "recorded", Duration.ZERO);
    assertNotNull(controller.status(scope, "recorded", false).exitedAt());
    refused(Kind.NOT_FOUND, () -> controller.shutdown(scope, "recorded"));
    refused(Kind.NOT_FOUND, () -> controller.stop(scope, "other", Duration.ZERO));
  }

  @Test
  public void waitsEndWithTheirInstance() throws Exception {
    shim.serving();
    controller.create(scope, request("s"));
    controller.start(scope, "s");
    CompletableFuture<SandboxExit> exit = controller.exit(scope, "s");
    controller.close();
    Throwable ended =
        assertThrows(ExecutionException.class, () -> exit.get(120, TimeUnit.SECONDS)).getCause();
    assertTrue(ended.toString(), Fault.is(ended, Kind.UNAVAILABLE));
  }
}
