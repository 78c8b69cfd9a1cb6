package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/**
 * What every sandbox controller must do; a vendor's test extends this and gives {@link #create}.
 *
 * <p>What a controller cannot do at all, such as metrics, may be UNIMPLEMENTED. Each test has a
 * namespace of its own and ends the sandboxes that it made. The tests of {@link
 * SandboxControllerSuiteExits} belong to it.
 */
public abstract class SandboxControllerSuite extends SandboxControllerSuiteExits {
  private static final int RIVALS = 8;

  // ---- the story of a sandbox

  @Test
  public void aPreparedSandboxIsKnown() {
    prepared(scope, "s");
    SandboxStatus status = controller.status(scope, "s", false);
    assertEquals("s", status.id());
    assertNull(status.exitedAt());
  }

  @Test
  public void aStartedSandboxTellsWhereItIs() {
    prepared(scope, "s");
    SandboxStart start = controller.start(scope, "s");
    assertEquals("s", start.id());
    assertTrue("pid " + start.pid(), start.pid() >= 0);
    SandboxStatus status = controller.status(scope, "s", false);
    assertEquals("s", status.id());
    assertEquals(start.pid(), status.pid());
    assertFalse("it is in some state", status.state().isEmpty());
    assertNull(status.exitedAt());
    assertEquals(start.address(), status.address());
    assertEquals(start.version(), status.version());
  }

  @Test
  public void moreIsToldWhereItIsWanted() {
    running("s");
    SandboxStatus brief = controller.status(scope, "s", false);
    SandboxStatus verbose = controller.status(scope, "s", true);
    assertEquals(brief.state(), verbose.state());
    assertTrue(verbose.info().keySet().containsAll(brief.info().keySet()));
  }

  @Test
  public void thePlatformOfASandboxIsTold() {
    running("s");
    Platform platform = controller.platform(scope, "s");
    assertFalse(platform.toString(), platform.os().isEmpty());
    assertFalse(platform.toString(), platform.architecture().isEmpty());
  }

  @Test
  public void aStoppedSandboxIsKnownUntilItIsForgotten() throws Exception {
    running("s");
    CompletableFuture<SandboxExit> waiting = controller.exit(scope, "s");
    assertFalse(waiting.isDone());
    controller.stop(scope, "s", PATIENCE);
    SandboxExit exit = await(waiting);
    SandboxStatus status = controller.status(scope, "s", false);
    assertNotNull("it has ended", status.exitedAt());
    if (exit.at() != null) {
      assertEquals(exit.at(), status.exitedAt());
    }
    controller.shutdown(scope, "s");
    assertUnknown("s");
  }

  @Test
  public void theIdOfAForgottenSandboxIsFree() throws Exception {
    for (int round = 0; round < 3; round++) {
      running("again");
      assertNull(controller.status(scope, "again", false).exitedAt());
      controller.stop(scope, "again", PATIENCE);
      exit(controller, "again");
      controller.shutdown(scope, "again");
    }
  }

  @Test
  public void metricsAndUpdatesAreServedOrNotImplemented() {
    running("s");
    whereItCan(() -> assertEquals("s", controller.metrics(scope, "s").id()));
    whereItCan(() -> controller.update(scope, record("s"), FieldPaths.of("labels")));
    assertEquals("s", controller.status(scope, "s", false).id());
  }

  private static Sandbox record(String id) {
    return new Sandbox(id, "", null, null, Map.of("a", "b"), Map.of(), "", null, null);
  }

  private static void whereItCan(Runnable call) {
    try {
      call.run();
    } catch (Fault fault) {
      assertEquals(fault.toString(), Fault.Kind.UNIMPLEMENTED, fault.kind());
    }
  }

  // ---- IDs

  @Test
  public void sandboxesThatAreNotThereAreNotFound() {
    assertUnknown("nobody");
    running("s");
    assertUnknown("nobody");
  }

  private void assertUnknown(String id) {
    assertFault(Fault.Kind.NOT_FOUND, () -> controller.start(scope, id));
    assertFault(Fault.Kind.NOT_FOUND, () -> controller.platform(scope, id));
    assertFault(Fault.Kind.NOT_FOUND, () -> controller.status(scope, id, true));
    assertFault(Fault.Kind.NOT_FOUND, () -> exit(controller, id));
    assertFault(Fault.Kind.NOT_FOUND, () -> controller.stop(scope, id, PATIENCE));
    assertFault(Fault.Kind.NOT_FOUND, () -> controller.shutdown(scope, id));
    assertUnknownWhereItCan(() -> controller.metrics(scope, id));
    assertUnknownWhereItCan(() -> controller.update(scope, record(id), FieldPaths.of("labels")));
  }

  private static void assertUnknownWhereItCan(ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    if (fault.kind() != Fault.Kind.UNIMPLEMENTED) {
      assertEquals(fault.toString(), Fault.Kind.NOT_FOUND, fault.kind());
    }
  }

  @Test
  public void aTakenIdIsRefusedAndItsSandboxStays() throws Exception {
    prepared(scope, "s");
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> controller.create(scope, request("s")));
    controller.start(scope, "s");
    SandboxStatus status = controller.status(scope, "s", false);
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> controller.create(scope, request("s")));
    assertEquals(status, controller.status(scope, "s", false));
    controller.stop(scope, "s", PATIENCE);
    exit(controller, "s");
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> controller.create(scope, request("s")));
  }

  @Test
  public void idsAreUniqueInTheirNamespaceOnly() throws Exception {
    running("s");
    Scope other = Scope.of(scope.namespace() + "-other");
    assertFault(Fault.Kind.NOT_FOUND, () -> controller.status(other, "s", false));
    prepared(other, "s");
    controller.start(other, "s");
    controller.stop(other, "s", PATIENCE);
    await(controller.exit(other, "s"));
    controller.shutdown(other, "s");
    assertNull(controller.status(scope, "s", false).exitedAt());
  }

  @Test
  public void oneOfManyWhoWantAnIdGetsIt() {
    ExecutorService threads = Executors.newFixedThreadPool(RIVALS);
    try {
      List<CompletableFuture<Void>> rivals = new ArrayList<>();
      for (int i = 0; i < RIVALS; i++) {
        rivals.add(CompletableFuture.runAsync(() -> prepared(scope, "rival"), threads));
      }
      long won = rivals.stream().filter(SandboxControllerSuite::hasWon).count();
      assertEquals(1, won);
      assertEquals("rival", controller.start(scope, "rival").id());
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean hasWon(CompletableFuture<Void> rival) {
    try {
      rival.join();
      return true;
    } catch (CompletionException e) {
      assertTrue(e.toString(), Fault.is(e.getCause(), Fault.Kind.ALREADY_EXISTS));
      return false;
    }
  }
}
