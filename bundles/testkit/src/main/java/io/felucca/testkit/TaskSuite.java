package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.Assert;
import org.junit.Test;

/**
 * What every runtime must do; a vendor's test extends this and gives {@link #create} and {@link
 * #runtime}.
 *
 * <p>It runs real containers made of the host's static busybox, so it needs root. Each test has a
 * namespace of its own and ends what it started.
 */
public abstract class TaskSuite extends TaskSuiteProcesses {

  // ---- life of a task

  @Test
  public void createdTaskWaitsToBeStarted() {
    Task task = created("a", "exit 3");
    assertEquals("a", task.id());
    assertEquals(scope.namespace(), task.namespace());
    assertEquals(runtime(), task.runtime());
    assertNotEquals(0, task.pid());
    ProcessState state = task.state(scope, "");
    assertEquals(TaskStatus.CREATED, state.status());
    assertEquals(task.pid(), state.pid());
    assertNull(state.exitedAt());
  }

  @Test
  public void startedTaskRunsAndEndsWithItsStatus() {
    Instant before = Instant.now().minusSeconds(1);
    Task task = created("a", "exit 3");
    assertEquals(task.pid(), task.start(scope, ""));
    Exit exit = exit(task, "");
    assertEquals(3, exit.status());
    assertEquals(task.pid(), exit.pid());
    assertTrue(exit.at() + " after " + before, exit.at().isAfter(before));
    ProcessState state = task.state(scope, "");
    assertEquals(TaskStatus.STOPPED, state.status());
    assertEquals(3, state.exitStatus());
    assertEquals(exit.at(), state.exitedAt());
    assertEquals(3, task.delete(scope, "").status());
  }

  @Test
  public void startingTwiceIsRefused() {
    Task task = running("a", "exec /bin/busybox sleep 1000");
    assertFault(Fault.Kind.FAILED_PRECONDITION, () -> task.start(scope, ""));
    assertEquals(TaskStatus.RUNNING, task.state(scope, "").status());
  }

  @Test
  public void runningTaskIsNotDeleted() {
    Task task = running("a", "exec /bin/busybox sleep 1000");
    assertFault(Fault.Kind.FAILED_PRECONDITION, () -> task.delete(scope, ""));
    assertEquals(TaskStatus.RUNNING, manager.get(scope, "a").state(scope, "").status());
  }

  @Test
  public void taskThatWasNeverStartedCanBeDeleted() {
    created("a", "exit 0").delete(scope, "");
    assertFault(Fault.Kind.NOT_FOUND, () -> manager.get(scope, "a"));
  }

  @Test
  public void deletedTaskIsNotFoundAndItsIdIsFree() {
    for (int round = 0; round < 3; round++) {
      Task task = running("again", "exit 4");
      assertEquals(4, exit(task, "").status());
      task.delete(scope, "");
      assertFault(Fault.Kind.NOT_FOUND, () -> manager.get(scope, "again"));
      assertFault(Fault.Kind.NOT_FOUND, () -> task.delete(scope, ""));
      assertFault(Fault.Kind.NOT_FOUND, () -> task.state(scope, ""));
    }
    assertTrue(manager.list(scope).isEmpty());
  }

  @Test
  public void idsAreUniqueInTheirNamespace() {
    created("a", "exit 0");
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> created("a", "exit 0"));
    Scope other = Scope.of(scope.namespace() + "-other");
    TaskSpec spec = spec("a", "exit 0", NO_IO);
    TaskSpec elsewhere =
        new TaskSpec(
            "a",
            spec.runtime(),
            bundle.spec("/" + other.namespace() + "-a", "exit 0", false),
            spec.rootfs(),
            NO_IO,
            options(),
            "",
            "");
    manager.create(other, elsewhere);
    assertEquals(1, manager.list(scope).size());
    assertEquals(1, manager.list(other).size());
    assertTrue(manager.list(Scope.daemon()).size() >= 2);
  }

  @Test
  public void idsAreIdentifiersAndNamespacesNeeded() {
    assertFault(Fault.Kind.INVALID_ARGUMENT, () -> created("../a", "exit 0"));
    assertFault(Fault.Kind.NOT_FOUND, () -> manager.get(scope, "nobody"));
    assertFault(Fault.Kind.NOT_FOUND, () -> manager.get(scope, "../.."));
    assertFault(
        Fault.Kind.FAILED_PRECONDITION,
        () -> manager.create(Scope.daemon(), spec("a", "exit 0", NO_IO)));
  }

  @Test
  public void longestNamesWork() {
    Scope wide = Scope.of("n".repeat(76));
    TaskSpec spec = spec("i".repeat(64), "exit 6", NO_IO);
    Task task = manager.create(wide, spec);
    task.start(wide, "");
    assertEquals(6, exit(task, "").status());
  }

  @Test
  public void failedCreationLeavesNothingBehind() {
    TaskSpec good = spec("a", "exit 0", NO_IO);
    TaskSpec bad =
        new TaskSpec(
            "a",
            good.runtime(),
            TaskSuiteBundle.json(
                "Spec", "{\"ociVersion\":\"1.0.2\",\"root\":{\"path\":\"rootfs\"}}"),
            good.rootfs(),
            NO_IO,
            options(),
            "",
            "");
    Assert.assertThrows(Fault.class, () -> manager.create(scope, bad));
    assertFault(Fault.Kind.NOT_FOUND, () -> manager.get(scope, "a"));
    assertTrue(manager.list(scope).isEmpty());
    manager.create(scope, good);
  }

  // ---- waiting

  @Test
  public void allWhoWaitSeeTheExit() {
    Task task = created("a", "exit 8");
    List<CompletableFuture<Exit>> early = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      early.add(task.exit(scope, ""));
    }
    task.start(scope, "");
    for (CompletableFuture<Exit> waiting : early) {
      assertEquals(8, waiting.orTimeout(30, TimeUnit.SECONDS).join().status());
    }
    assertEquals("late", 8, exit(task, "").status());
  }

  @Test
  public void nobodyWaitsForWhatIsDeleted() {
    Task task = running("a", "exit 0");
    exit(task, "");
    task.delete(scope, "");
    CompletionException e = Assert.assertThrows(CompletionException.class, () -> exit(task, ""));
    assertTrue(e.toString(), Fault.is(e.getCause(), Fault.Kind.NOT_FOUND));
  }

  @Test
  public void whoStopsWaitingDisturbsNobody() {
    Task task = running("a", "exec /bin/busybox sleep 1000");
    assertTrue(task.exit(scope, "").cancel(true));
    CompletableFuture<Exit> other = task.exit(scope, "");
    task.kill(scope, "", SIGKILL, false);
    assertEquals(137, other.orTimeout(30, TimeUnit.SECONDS).join().status());
  }

  @Test
  public void deadlineEndsACall() {
    Task task = running("a", "exec /bin/busybox sleep 1000");
    Scope over = scope.withDeadline(Instant.now().minusSeconds(1));
    assertFault(Fault.Kind.DEADLINE_EXCEEDED, () -> task.state(over, ""));
  }

  // ---- many

  @Test
  public void tenTasksAtOnceDoNotDisturbEachOther() {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int status = 10 + i;
      all.add(CompletableFuture.supplyAsync(() -> cycle("t" + status, status)));
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(10 + i, (int) all.get(i).orTimeout(60, TimeUnit.SECONDS).join());
    }
    assertTrue(manager.list(scope).isEmpty());
  }

  private int cycle(String id, int status) {
    Task task = running(id, "exit " + status);
    exit(task, "");
    return task.delete(scope, "").status();
  }

  // ---- instances that follow each other

  @Test
  public void tasksSurviveTheirManager() {
    Task runs = running("runs", "exec /bin/busybox sleep 1000");
    Task ends = running("ends", "/bin/busybox sleep 1; exit 11");
    created("waits", "exit 12");
    int pid = runs.pid();
    manager.close();
    manager = restart();
    assertEquals(3, manager.list(scope).size());
    assertEquals(pid, manager.get(scope, "runs").pid());
    assertEquals(TaskStatus.RUNNING, manager.get(scope, "runs").state(scope, "").status());
    assertEquals(11, exit(manager.get(scope, "ends"), "").status());
    assertEquals(11, manager.get(scope, "ends").delete(scope, "").status());
    Task waits = manager.get(scope, "waits");
    waits.start(scope, "");
    assertEquals(12, exit(waits, "").status());
    assertEquals(runtime(), waits.runtime());
    Assert.assertThrows(CompletionException.class, () -> exit(ends, ""));
  }

  @Test
  public void exitsThatNobodySawAreKept() throws InterruptedException {
    Task task = running("unseen", "exit 21");
    exit(task, "");
    manager.close();
    manager = restart();
    Task found = manager.get(scope, "unseen");
    assertEquals(TaskStatus.STOPPED, found.state(scope, "").status());
    assertEquals(21, exit(found, "").status());
    assertEquals(21, found.delete(scope, "").status());
  }

  @Test
  public void twoInstancesSeeTheSameTasks() throws InterruptedException {
    running("before", "exec /bin/busybox sleep 1000");
    TaskManager second = restart();
    try {
      Task later = running("later", "exec /bin/busybox sleep 1000");
      assertEquals(2, second.list(scope).size());
      assertEquals(later.pid(), second.get(scope, "later").pid());
      assertFault(
          Fault.Kind.ALREADY_EXISTS, () -> second.create(scope, spec("later", "exit 0", NO_IO)));
      second.get(scope, "later").kill(scope, "", SIGKILL, false);
      assertEquals(137, exit(later, "").status());
      second.get(scope, "later").delete(scope, "");
      await("the first forgets it", () -> manager.list(scope).size() == 1);
      assertFalse(second.list(scope).isEmpty());
    } finally {
      second.close();
    }
  }
}
