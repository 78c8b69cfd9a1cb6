package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** An OCI runtime that does not end costs nobody but its own task. */
public class HungRuntimeTest {
  @Rule public final RealTasks real = new RealTasks();

  /** A manager whose OCI runtime hangs in one command as long as the container's ID is "hangs". */
  private void hangIn(String command) throws IOException {
    Path program = real.path("runtime");
    Files.writeString(
        program,
        "#!/bin/sh\ncase \" $* \" in *\" "
            + command
            + "\"*\" hangs \") exec sleep 998;; esac\nexec runc \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    real.manager.close();
    real.manager = real.with(program.toString());
  }

  private Scope soon() {
    return real.scope.withDeadline(Instant.now().plusSeconds(1));
  }

  private static void assertLate(Fault fault) {
    assertEquals(fault.getMessage(), Fault.Kind.DEADLINE_EXCEEDED, fault.kind());
  }

  @Test
  public void creationEndsWithItsDeadlineAndLeavesNothing() throws IOException {
    hangIn("create");
    assertLate(
        assertThrows(Fault.class, () -> real.manager.create(soon(), real.spec("hangs", "exit 0"))));
    real.assertNothingLeft("hangs");
    assertTrue(real.manager.list(real.scope).isEmpty());
  }

  @Test
  public void othersGoOnMeanwhile() throws IOException {
    hangIn("create");
    CompletableFuture<Void> hung =
        CompletableFuture.runAsync(
            () ->
                assertThrows(
                    Fault.class,
                    () ->
                        real.manager.create(
                            real.scope.withDeadline(Instant.now().plusSeconds(5)),
                            real.spec("hangs", "exit 0"))));
    for (int i = 0; i < 3; i++) {
      Task task = real.running("goes" + i, "exit 2");
      assertEquals(2, real.exit(task, "").status());
      task.delete(real.scope, "");
    }
    assertTrue("still at it", !hung.isDone());
    hung.orTimeout(120, TimeUnit.SECONDS).join();
    real.assertNothingLeft("hangs");
  }

  @Test
  public void taskWhoseStartHangsCanBeKilledAndDeleted() throws Exception {
    hangIn("start");
    Task task = real.manager.create(real.scope, real.spec("hangs", "exit 0"));
    CompletableFuture<Fault> start =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    Fault.class,
                    () -> task.start(real.scope.withDeadline(Instant.now().plusSeconds(3)), "")));
    RealTasks.await("the start hangs", () -> !RealTasks.processes("sleep 998").isEmpty());
    task.kill(real.scope, "", 9, false);
    assertEquals(137, real.exit(task, "").status());
    assertEquals(TaskStatus.STOPPED, task.state(real.scope, "").status());
    assertLate(start.orTimeout(120, TimeUnit.SECONDS).join());
    assertEquals(137, task.delete(real.scope, "").status());
    real.assertNothingLeft("hangs");
  }

  @Test
  public void startThatHungCanBeTriedAgain() throws IOException {
    hangIn("start");
    Task task = real.manager.create(real.scope, real.spec("hangs", "exit 4"));
    assertLate(assertThrows(Fault.class, () -> task.start(soon(), "")));
    assertEquals(TaskStatus.CREATED, task.state(real.scope, "").status());
    real.manager.close();
    real.manager = real.fresh(Successor.NONE);
    Files.writeString(real.path("runtime"), "#!/bin/sh\nexec runc \"$@\"\n");
    Task again = real.manager.get(real.scope, "hangs");
    again.start(real.scope, "");
    assertEquals(4, real.exit(again, "").status());
  }
}
