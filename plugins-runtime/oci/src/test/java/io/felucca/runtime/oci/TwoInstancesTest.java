package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Assert;
import org.junit.Rule;
import org.junit.Test;

/** While the plugin is replaced two instances know the same tasks. */
public class TwoInstancesTest {
  @Rule public final RealTasks real = new RealTasks();

  /** The rule's manager is the older one; this is the next. */
  private OciTaskManager next() {
    return real.fresh(Successor.NONE);
  }

  @Test
  public void everyExitIsToldOnce() throws InterruptedException {
    OciTaskManager next = next();
    try {
      for (int i = 0; i < 10; i++) {
        Task task = real.running("t" + i, "exit 3");
        assertEquals(3, real.exit(next.get(real.scope, "t" + i), "").status());
        real.exit(task, "");
      }
      RealTasks.await("all exits", () -> real.events.count("/tasks/exit") == 10);
      for (int i = 0; i < 10; i++) {
        next.get(real.scope, "t" + i).delete(real.scope, "");
      }
      assertTrue(real.manager.list(real.scope).isEmpty());
      assertEquals(10, real.events.count("/tasks/exit"));
      assertEquals(10, real.events.count("/tasks/delete"));
    } finally {
      next.close();
    }
  }

  @Test
  public void whatOneDoesTheOtherSees() {
    OciTaskManager next = next();
    try {
      Task mine = real.manager.create(real.scope, real.spec("t", "exec /bin/busybox sleep 1000"));
      Task other = next.get(real.scope, "t");
      assertEquals(TaskStatus.CREATED, other.state(real.scope, "").status());
      other.start(real.scope, "");
      assertEquals(TaskStatus.RUNNING, mine.state(real.scope, "").status());
      mine.pause(real.scope);
      assertEquals(TaskStatus.PAUSED, other.state(real.scope, "").status());
      other.resume(real.scope);
      mine.exec(real.scope, RealTasks.exec("e", "exec /bin/busybox sleep 1000"));
      assertEquals(TaskStatus.CREATED, other.state(real.scope, "e").status());
      mine.start(real.scope, "e");
      assertEquals(TaskStatus.RUNNING, other.state(real.scope, "e").status());
      other.kill(real.scope, "e", 9, false);
      assertEquals(137, real.exit(mine, "e").status());
      mine.delete(real.scope, "e");
      Fault fault = Assert.assertThrows(Fault.class, () -> other.state(real.scope, "e"));
      assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    } finally {
      next.close();
    }
  }

  @Test
  public void taskIsDeletedThoughTheOtherHasDeletedAnExecThatThisKnows() {
    OciTaskManager next = next();
    try {
      Task mine = real.running("t", "exec /bin/busybox sleep 1000");
      mine.exec(real.scope, RealTasks.exec("e", "exit 3"));
      Task other = next.get(real.scope, "t");
      assertEquals(TaskStatus.CREATED, other.state(real.scope, "e").status());
      mine.start(real.scope, "e");
      assertEquals(3, real.exit(mine, "e").status());
      mine.delete(real.scope, "e");
      other.kill(real.scope, "", 9, false);
      assertEquals(137, real.exit(other, "").status());
      assertEquals(137, other.delete(real.scope, "").status());
    } finally {
      next.close();
    }
  }

  /** The other looks for execs all the while, and takes none that is being made for a leftover. */
  @Test
  public void execsAreMadeWhileTheOtherLooksForThem() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Task task = real.running("t", "exec /bin/busybox sleep 1000");
    Thread looking = new Thread(() -> lookUntil(over));
    looking.start();
    try {
      for (int i = 0; i < 60; i++) {
        task.exec(real.scope, RealTasks.exec("e" + i, "exit 3"));
        task.delete(real.scope, "e" + i);
      }
    } finally {
      over.set(true);
      looking.join();
    }
  }

  private void lookUntil(AtomicBoolean over) {
    while (!over.get()) {
      OciTaskManager one = next();
      one.list(real.scope);
      one.close();
    }
  }

  @Test
  public void idIsFreeForTheOtherOnceItsTaskIsDeleted() {
    OciTaskManager next = next();
    try {
      for (int i = 0; i < 5; i++) {
        OciTaskManager now = i % 2 == 0 ? real.manager : next;
        Task task = now.create(real.scope, real.spec("same", "exit " + i));
        task.start(real.scope, "");
        assertEquals(i, real.exit(task, "").status());
        OciTaskManager other = i % 2 == 0 ? next : real.manager;
        assertEquals(i, other.get(real.scope, "same").delete(real.scope, "").status());
      }
      assertEquals(5, real.events.count("/tasks/exit"));
    } finally {
      next.close();
    }
  }

  @Test
  public void waitsMoveToTheNextAndNoExitIsMissed() throws InterruptedException {
    AtomicReference<OciTaskManager> next = new AtomicReference<>();
    OciTaskManager old = real.fresh(successor(next));
    real.manager.close();
    Task early = old.create(real.scope, real.spec("early", "exec /bin/busybox sleep 1000"));
    early.start(real.scope, "");
    next.set(next());
    Task late = old.create(real.scope, real.spec("late", "/bin/busybox sleep 1; exit 6"));
    late.start(real.scope, "");
    CompletableFuture<Exit> moved = new CompletableFuture<>();
    CompletableFuture<Exit> first =
        early.exit(
            real.scope,
            "",
            () ->
                next.get()
                    .get(real.scope, "early")
                    .exit(real.scope, "")
                    .thenAccept(moved::complete));
    old.close();
    real.manager = next.get();
    assertTrue(first.isCompletedExceptionally());
    CompletionException gone = Assert.assertThrows(CompletionException.class, first::join);
    assertTrue(gone.toString(), Fault.is(gone.getCause(), Fault.Kind.UNAVAILABLE));
    RealTasks.await("exit of one that nobody asks for", () -> told() == 1);
    real.manager.get(real.scope, "early").kill(real.scope, "", 9, false);
    assertEquals(137, moved.orTimeout(120, TimeUnit.SECONDS).join().status());
  }

  private long told() {
    return real.events.count("/tasks/exit");
  }

  private static Successor successor(AtomicReference<OciTaskManager> next) {
    return new Successor() {
      @Override
      public boolean isThere() {
        return next.get() != null;
      }

      @Override
      public void takeOver() {
        next.get().list(Scope.daemon());
      }
    };
  }
}
