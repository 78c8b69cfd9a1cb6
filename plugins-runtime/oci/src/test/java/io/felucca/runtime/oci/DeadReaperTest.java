package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

/** What a killed supervisor costs. */
public class DeadReaperTest {
  private static final String TRAP =
      "trap 'exit 5' TERM; echo >/dev/ready; while :; do /bin/busybox sleep 0.1; done";

  @Rule public final RealTasks real = new RealTasks();

  private Task trapping(String id) throws InterruptedException {
    Task task = real.running(id, TRAP);
    RealTasks.await("the trap is set", () -> Files.exists(real.path("image/dev/ready")));
    return task;
  }

  @Test
  public void itsContainerGoesOnAndItsExitIsTold() throws Exception {
    Task task = trapping("orphan");
    RealTasks.kill(RealTasks.parent(task.pid()));
    assertEquals("RUNNING", task.state(real.scope, "").status().toString());
    task.kill(real.scope, "", 15, false);
    int status = real.exit(task, "").status();
    assertTrue("5 where the kernel tells, else 255: " + status, status == 5 || status == 255);
    RealTasks.await("exit", () -> real.events.count("/tasks/exit") == 1);
    assertEquals(status, task.delete(real.scope, "").status());
    real.assertNothingLeft("orphan");
  }

  @Test
  public void containerThatEndsWithoutDaemonAndReaperIsStopped() throws Exception {
    Task task = trapping("lost");
    int pid = task.pid();
    real.manager.close();
    RealTasks.kill(RealTasks.parent(pid));
    RealTasks.kill(pid);
    RealTasks.await("its end", () -> !Files.exists(Path.of("/proc/" + pid)));
    real.manager = real.fresh(Successor.NONE);
    Task found = real.manager.get(real.scope, "lost");
    assertEquals(255, real.exit(found, "").status());
    RealTasks.await("exit", () -> real.events.count("/tasks/exit") == 1);
    found.delete(real.scope, "");
    real.assertNothingLeft("lost");
  }

  @Test
  public void adoptionDoesNotNeedIt() throws IOException {
    Task task = real.sleeper("adopted");
    RealTasks.kill(RealTasks.parent(task.pid()));
    real.restart();
    Task found = real.manager.get(real.scope, "adopted");
    assertEquals("RUNNING", found.state(real.scope, "").status().toString());
    found.kill(real.scope, "", 9, false);
    real.exit(found, "");
    found.delete(real.scope, "");
    real.assertNothingLeft("adopted");
  }
}
