package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.Fifo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** What is there after a process that held a manager was killed. */
public class KilledDaemonTest {
  @Rule public final RealTasks real = new RealTasks();

  private Process daemon;
  private BufferedReader answers;

  private void start() throws IOException {
    daemon =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                real.path("").toString(),
                real.namespace)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = new BufferedReader(new InputStreamReader(daemon.getInputStream()));
    assertEquals("ready", answers.readLine());
  }

  private void order(String line) throws IOException {
    say(line);
    assertEquals("done", answers.readLine());
  }

  private void say(String line) throws IOException {
    daemon.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    daemon.getOutputStream().flush();
  }

  private void killDaemon() throws Exception {
    daemon.destroyForcibly().waitFor();
  }

  @Test
  public void tasksAreFoundWhereTheyStood() throws Exception {
    start();
    order("run runs exec /bin/busybox sleep 1000");
    order("exec runs e exec /bin/busybox sleep 1000");
    order("create waits exit 12");
    order("run pauses exec /bin/busybox sleep 1000");
    order("pause pauses");
    killDaemon();
    real.restart();
    assertEquals(3, real.manager.list(real.scope).size());
    Task runs = real.manager.get(real.scope, "runs");
    assertEquals(TaskStatus.RUNNING, runs.state(real.scope, "").status());
    assertEquals(TaskStatus.RUNNING, runs.state(real.scope, "e").status());
    assertEquals(
        TaskStatus.PAUSED, real.manager.get(real.scope, "pauses").state(real.scope, "").status());
    Task waits = real.manager.get(real.scope, "waits");
    assertEquals(TaskStatus.CREATED, waits.state(real.scope, "").status());
    waits.start(real.scope, "");
    assertEquals(12, real.exit(waits, "").status());
    runs.kill(real.scope, "e", 9, false);
    assertEquals(137, real.exit(runs, "e").status());
  }

  @Test
  public void endsThatNobodySawAreKeptAndTold() throws Exception {
    start();
    order("run ends /bin/busybox sleep 1; exit 9");
    order("run host exec /bin/busybox sleep 1000");
    order("exec host e /bin/busybox sleep 1; exit 8");
    killDaemon();
    RealTasks.await("the end of both", () -> sleepers() == 0);
    real.restart();
    Task ends = real.manager.get(real.scope, "ends");
    assertEquals(9, real.exit(ends, "").status());
    assertEquals(TaskStatus.STOPPED, ends.state(real.scope, "").status());
    assertEquals(8, real.exit(real.manager.get(real.scope, "host"), "e").status());
    RealTasks.await("both are told", () -> real.events.count("/tasks/exit") == 2);
    real.restart();
    real.manager.get(real.scope, "ends").delete(real.scope, "");
    assertEquals("told once", 2, real.events.count("/tasks/exit"));
    real.assertNothingLeft("ends");
  }

  /** Shells that wait for the second that they sleep. */
  private static int sleepers() {
    return RealTasks.processes("/bin/busybox sleep 1;").size();
  }

  @Test
  public void preparedExecsAreStartedOrDeletedByTheNext() throws Exception {
    start();
    Fifo.create(real.path("started"), 0600);
    order("run holds exec /bin/busybox sleep 1000");
    try (InputStream reader = Fifo.reader(real.path("started")).input()) {
      order("prepare holds started echo all; exit 5");
      order("prepare holds deleted exit 6");
      order("prepare holds forgotten exit 7");
      killDaemon();
      String execs = real.bundle("holds") + "/exec/";
      RealTasks.await(
          "only reapers are left",
          () ->
              RealTasks.processes(execs).stream()
                  .allMatch(line -> line.contains("felucca-reaper-")));
      real.restart();
      Task task = real.manager.get(real.scope, "holds");
      assertEquals(TaskStatus.CREATED, task.state(real.scope, "started").status());
      assertEquals(0, task.delete(real.scope, "deleted").status());
      task.start(real.scope, "started");
      assertEquals("all\n", new String(reader.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(5, real.exit(task, "started").status());
      task.kill(real.scope, "", 9, true);
      real.exit(task, "");
      task.delete(real.scope, "");
    }
    real.assertNothingLeft("holds");
  }

  @Test
  public void execsInTheMakingStandWhereTheyStood() throws Exception {
    for (int round = 0; round < 15; round++) {
      start();
      order("run many" + round + " exec /bin/busybox sleep 1000");
      say("prepares many" + round);
      Thread.sleep(300 + round * 17);
      killDaemon();
      real.restart();
      Task task = real.manager.get(real.scope, "many" + round);
      for (Proc exec : List.copyOf(((OciTask) task).execs().all())) {
        finishExec(task, exec.execId());
      }
      String execs = real.bundle("many" + round) + "/exec/";
      assertEquals(List.of(), RealTasks.processes(execs));
      task.kill(real.scope, "", 9, true);
      real.exit(task, "");
      task.delete(real.scope, "");
      real.assertNothingLeft("many" + round);
    }
  }

  private void finishExec(Task task, String execId) {
    if (task.state(real.scope, execId).status() == TaskStatus.CREATED) {
      task.start(real.scope, execId);
    }
    assertEquals(0, real.exit(task, execId).status());
    task.delete(real.scope, execId);
  }

  @Test
  public void whateverWasInTheMakingIsGone() throws Exception {
    for (int round = 0; round < 20; round++) {
      start();
      say("cycles cut");
      Thread.sleep(400 + round * 13);
      killDaemon();
      real.restart();
      RealTasks.await("what is slow is done", () -> settled("cut"));
      if (real.manager.list(real.scope).isEmpty()) {
        real.assertNothingLeft("cut");
      } else {
        finish(real.manager.get(real.scope, "cut"));
      }
    }
  }

  /** Whether it is either a task or nothing at all. */
  private boolean settled(String id) {
    try {
      return real.manager.list(real.scope).size() == 1 || real.leftovers(id).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void finish(Task task) throws IOException {
    TaskStatus status = task.state(real.scope, "").status();
    assertTrue(status.toString(), status != TaskStatus.UNKNOWN);
    if (status != TaskStatus.CREATED) {
      assertEquals(7, real.exit(task, "").status());
    }
    task.delete(real.scope, "");
    real.assertNothingLeft("cut");
  }

  @Test
  public void manyAreAdoptedAtOnce() throws Exception {
    start();
    for (int i = 0; i < 20; i++) {
      order("run m" + i + " exec /bin/busybox sleep 1000");
    }
    killDaemon();
    real.restart();
    List<Task> all = real.manager.list(real.scope);
    assertEquals(20, all.size());
    for (Task task : all) {
      assertEquals(TaskStatus.RUNNING, task.state(real.scope, "").status());
    }
  }
}
