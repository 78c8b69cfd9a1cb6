package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

/**
 * Who learns of a sandbox' end, and instances that follow each other; part of {@link
 * SandboxControllerSuite}.
 */
public abstract class SandboxControllerSuiteExits extends SandboxControllerSuiteBase {
  // ---- waiting

  @Test
  public void allWhoWaitLearnOfTheSameExit() throws Exception {
    running("s");
    List<CompletableFuture<SandboxExit>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(controller.exit(scope, "s"));
    }
    controller.status(scope, "s", false);
    assertTrue("nobody is told too early", waiting.stream().noneMatch(CompletableFuture::isDone));
    controller.stop(scope, "s", PATIENCE);
    SandboxExit late = exit(controller, "s");
    for (CompletableFuture<SandboxExit> one : waiting) {
      assertEquals(late, await(one));
    }
  }

  @Test
  public void anExitIsNotToldAnewByALaterStop() throws Exception {
    running("s");
    controller.stop(scope, "s", PATIENCE);
    SandboxExit first = exit(controller, "s");
    SandboxStatus status = controller.status(scope, "s", false);
    controller.stop(scope, "s", PATIENCE);
    assertEquals(first, exit(controller, "s"));
    assertEquals(status.exitedAt(), controller.status(scope, "s", false).exitedAt());
  }

  @Test
  public void whoStopsWaitingDisturbsNobody() throws Exception {
    running("s");
    CompletableFuture<SandboxExit> other = controller.exit(scope, "s");
    assertTrue(controller.exit(scope, "s").cancel(true));
    controller.status(scope, "s", false);
    assertFalse(other.isDone());
    controller.stop(scope, "s", PATIENCE);
    assertEquals(exit(controller, "s"), await(other));
  }

  @Test
  public void theEndOfOneSandboxIsNotThatOfAnother() throws Exception {
    running("ends");
    running("stays");
    CompletableFuture<SandboxExit> stays = controller.exit(scope, "stays");
    controller.stop(scope, "ends", PATIENCE);
    exit(controller, "ends");
    assertEquals(null, controller.status(scope, "stays", false).exitedAt());
    assertFalse(stays.isDone());
  }

  @Test
  public void nobodyWaitsForWhatIsForgotten() throws Exception {
    running("s");
    controller.stop(scope, "s", PATIENCE);
    controller.shutdown(scope, "s");
    assertFault(Fault.Kind.NOT_FOUND, () -> exit(controller, "s"));
  }

  // ---- instances that follow each other

  @Test
  public void anInstanceBesideServesTheSameSandboxes() throws Exception {
    assumeTrue("has its sandboxes to itself", sharesSandboxes());
    running("before");
    SandboxController beside = another();
    assertEquals(status(controller, "before"), status(beside, "before"));
    running("later");
    assertEquals(status(controller, "later"), status(beside, "later"));
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> beside.create(scope, request("later")));
    CompletableFuture<SandboxExit> waiting = controller.exit(scope, "later");
    beside.stop(scope, "later", PATIENCE);
    assertEquals(exit(beside, "later"), await(waiting));
    beside.shutdown(scope, "later");
    assertFault(Fault.Kind.NOT_FOUND, () -> status(controller, "later"));
  }

  private SandboxStatus status(SandboxController of, String id) {
    return of.status(scope, id, false);
  }

  @Test
  public void sandboxesSurviveTheirController() throws Exception {
    assumeTrue("has its sandboxes to itself", sharesSandboxes());
    running("runs");
    running("ended");
    controller.stop(scope, "ended", PATIENCE);
    SandboxExit ended = exit(controller, "ended");
    prepared(scope, "waits");
    SandboxStatus before = status(controller, "runs");
    controller.close();
    SandboxController next = another();
    assertEquals(before, status(next, "runs"));
    assertEquals(ended, exit(next, "ended"));
    assertEquals("waits", next.start(scope, "waits").id());
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> next.create(scope, request("runs")));
  }

  /** It may go on through what the instance has left behind, or be told to ask the next one. */
  @Test
  public void aWaitDoesNotHangWhenItsInstanceIsReplaced() throws Exception {
    assumeTrue("has its sandboxes to itself", sharesSandboxes());
    running("s");
    CompletableFuture<SandboxExit> waiting = controller.exit(scope, "s");
    SandboxController next = another();
    controller.close();
    assertEquals(null, status(next, "s").exitedAt());
    next.stop(scope, "s", PATIENCE);
    SandboxExit told = exit(next, "s");
    try {
      assertEquals(told, await(waiting));
    } catch (Fault fault) {
      assertEquals(fault.toString(), Fault.Kind.UNAVAILABLE, fault.kind());
    }
  }
}
