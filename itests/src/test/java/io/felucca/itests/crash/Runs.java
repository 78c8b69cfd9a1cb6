package io.felucca.itests.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Processes;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.types.Process;
import io.felucca.wire.types.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Starts containers, some for long and some for a moment, and removes old ones. */
final class Runs implements Load {
  private static final int KEPT = 3;

  /** Every so-manieth container has a shim. */
  private static final int SHIMS = 3;

  /** A container that was started; {@code code} is how it will end, -1 for never. */
  private record Run(String id, int code, Processes.One process) {
    boolean ends() {
      return code >= 0;
    }
  }

  private final Stage stage;
  private final String image;
  private final String mark;
  private final Random random;
  private final List<Run> runs = new ArrayList<>();
  private int number;
  private int acknowledged;
  private int survived;
  private int told;

  /**
   * @param mark what all processes have in their command line
   */
  Runs(Stage stage, String image, String mark, Random random) {
    this.stage = stage;
    this.image = image;
    this.mark = mark;
    this.random = random;
  }

  @Override
  public void step() throws Exception {
    if (number % 2 == 0) {
      start(0.3);
    } else {
      run(-1, "while :; do sleep 100; done");
    }
    if (runs.stream().filter(run -> !run.ends()).count() > KEPT) {
      removeOldest();
    }
  }

  /** Starts a container that ends after so many seconds. */
  void start(double seconds) throws Exception {
    int code = random.nextInt(200);
    run(code, "sleep " + seconds + "; exit " + code);
  }

  private void run(int code, String script) throws Exception {
    String runtime = (number % SHIMS == 0 ? Runtime.SHIM : Runtime.OCI).choice();
    String id = "run-" + number++;
    String words = ": " + mark + " " + id + ".; " + script;
    stage.ctr("run", "-d", "--null-io", "--runtime", runtime, image, id, "sh", "-c", words).ok();
    runs.add(new Run(id, code, process(id, code < 0)));
    acknowledged++;
  }

  /** A started container is runc's for a moment before it is its own program. */
  private Processes.One process(String id, boolean lasting) throws Exception {
    Processes.One found = Processes.find(mark + " " + id + ".");
    for (int i = 0; lasting && found == null && i < 3000; i++) {
      Thread.sleep(20);
      found = Processes.find(mark + " " + id + ".");
    }
    return found;
  }

  private void removeOldest() throws Exception {
    Run old = runs.stream().filter(run -> !run.ends()).findFirst().orElseThrow();
    runs.remove(old);
    stage.ctr("tasks", "rm", "-f", old.id());
    stage.ctr("containers", "rm", old.id()).ok();
  }

  /** Those that end do so while nobody looks. */
  @Override
  public void afterDeath() throws Exception {
    for (Run run : runs) {
      while (run.ends() && !Processes.all(mark + " " + run.id() + ".").isEmpty()) {
        Thread.sleep(10);
      }
    }
  }

  @Override
  public void check() throws Exception {
    for (Iterator<Run> all = runs.iterator(); all.hasNext(); ) {
      Run run = all.next();
      if (run.ends()) {
        checkEnded(run);
        all.remove();
      } else {
        checkRunning(run);
      }
    }
    removeUnacknowledged();
  }

  private Process task(Run run) {
    GetRequest request = GetRequest.newBuilder().setContainerId(run.id()).build();
    return stage.rpc().tasks().get(request).getProcess();
  }

  private void checkRunning(Run run) throws IOException {
    Process task = task(run);
    assertEquals(run.id(), Status.RUNNING, task.getStatus());
    assertNotEquals(run.id(), null, run.process());
    assertEquals(run.id(), run.process().pid(), task.getPid());
    assertEquals(run.process(), Processes.find(mark + " " + run.id() + "."));
    survived++;
  }

  private void checkEnded(Run run) throws Exception {
    WaitRequest request = WaitRequest.newBuilder().setContainerId(run.id()).build();
    assertEquals(run.id(), run.code(), stage.rpc().tasks().wait(request).getExitStatus());
    assertEquals(run.id(), Status.STOPPED, task(run).getStatus());
    assertEquals(run.code(), task(run).getExitStatus());
    DeleteTaskRequest delete = DeleteTaskRequest.newBuilder().setContainerId(run.id()).build();
    assertEquals(run.code(), stage.rpc().tasks().delete(delete).getExitStatus());
    stage.ctr("containers", "rm", run.id()).ok();
    told++;
  }

  /** What a crash left half-made can be removed like anything else. */
  private void removeUnacknowledged() throws Exception {
    Set<String> known = new HashSet<>();
    runs.forEach(run -> known.add(run.id()));
    for (String id : stage.ctr("tasks", "ls", "-q").ok().lines()) {
      if (!known.contains(id)) {
        stage.ctr("tasks", "rm", "-f", id);
      }
    }
    List<String> containers = stage.ctr("containers", "ls", "-q").ok().lines();
    assertTrue(known + " in " + containers, containers.containsAll(known));
    for (String id : containers) {
      if (!known.contains(id)) {
        stage.ctr("containers", "rm", id).ok();
      }
    }
  }

  /** How often a running container was found again as it was. */
  int survived() {
    return survived;
  }

  /** How many exit codes were right. */
  int told() {
    return told;
  }

  @Override
  public int acknowledged() {
    return acknowledged;
  }
}
