package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.event.Events;
import io.felucca.api.task.Task;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class EventsTest {
  @Rule public final RealTasks real = new RealTasks();

  @Test
  public void aTasksLifeIsToldInOrder() throws InterruptedException {
    Task task = real.sleeper("life");
    task.exec(real.scope, RealTasks.exec("e", "exit 4"));
    task.start(real.scope, "e");
    real.exit(task, "e");
    RealTasks.await("exec's exit", () -> real.events.count("/tasks/exit") == 1);
    task.delete(real.scope, "e");
    task.pause(real.scope);
    task.resume(real.scope);
    task.kill(real.scope, "", 9, false);
    real.exit(task, "");
    task.delete(real.scope, "");
    assertEquals(
        List.of(
            "/tasks/create",
            "/tasks/start",
            "/tasks/exec-added",
            "/tasks/exec-started",
            "/tasks/exit",
            "/tasks/paused",
            "/tasks/resumed",
            "/tasks/exit",
            "/tasks/delete"),
        real.events.topics());
    Events.TaskExit exec = (Events.TaskExit) real.events.events.get(4).payload();
    assertEquals("e", exec.id());
    assertEquals(4, exec.exitStatus());
    Events.TaskExit init = (Events.TaskExit) real.events.events.get(7).payload();
    assertEquals("life", init.id());
    assertEquals(137, init.exitStatus());
  }

  @Test
  public void exitIsToldAfterTheStartEvenIfItComesFirst() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      real.running("quick" + i, "exit 0");
    }
    RealTasks.await("all exits", () -> real.events.count("/tasks/exit") == 10);
    for (int i = 0; i < 10; i++) {
      assertTrue(position("start", i) + " before exit", position("start", i) < position("exit", i));
    }
  }

  private int position(String what, int task) {
    List<String> all =
        real.events.events.stream().map(each -> each.topic() + " " + id(each.payload())).toList();
    return all.indexOf("/tasks/" + what + " quick" + task);
  }

  private static String id(Object payload) {
    return payload instanceof Events.TaskExit exit
        ? exit.containerId()
        : payload instanceof Events.TaskStart start ? start.containerId() : "";
  }

  @Test
  public void execsThatEndWithTheTaskAreToldFirst() throws InterruptedException {
    Task task = real.sleeper("host");
    for (int i = 0; i < 3; i++) {
      task.exec(real.scope, RealTasks.exec("e" + i, "exec /bin/busybox sleep 1000"));
      task.start(real.scope, "e" + i);
    }
    task.kill(real.scope, "", 9, false);
    RealTasks.await("all exits", () -> real.events.count("/tasks/exit") == 4);
    Events.TaskExit last =
        (Events.TaskExit) real.events.events.get(real.events.events.size() - 1).payload();
    assertEquals("host", last.id());
  }

  @Test
  public void processesOfTheHostsPidNamespaceEndWithTheFirst() throws InterruptedException {
    String script = "/bin/busybox sleep 999 & exec /bin/busybox sleep 1000";
    Task task = real.manager.create(real.scope, real.spec("shares", script, ""));
    task.start(real.scope, "");
    RealTasks.await("both", () -> task.pids(real.scope).size() == 2);
    task.kill(real.scope, "", 9, false);
    real.exit(task, "");
    RealTasks.await("nobody is left", () -> task.pids(real.scope).isEmpty());
    assertEquals(137, task.delete(real.scope, "").status());
  }

  @Test
  public void memoryThatRunsOutIsTold() throws InterruptedException {
    String spec =
        RealTasks.spec(real.namespace, "eats", "/bin/busybox tail /dev/zero", "{\"type\":\"pid\"},")
            .replace(
                "\"namespaces\"", "\"resources\":{\"memory\":{\"limit\":16777216}},\"namespaces\"");
    spec =
        spec.replace(
            "\"mounts\":[",
            "\"mounts\":[{\"destination\":\"/dev\",\"type\":\"bind\",\"source\":\"/dev\","
                + "\"options\":[\"rbind\",\"ro\"]},");
    Task task = real.manager.create(real.scope, real.spec("eats", spec, RealTasks.NO_IO));
    task.start(real.scope, "");
    real.exit(task, "");
    RealTasks.await("oom event", () -> real.events.count("/tasks/oom") > 0);
  }
}
