package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import io.felucca.cgroups.Cgroup;
import io.felucca.linux.Fifo;
import io.felucca.runc.Binaries;
import io.felucca.runc.OciRuntime;
import io.felucca.runc.RuncDefaults;
import io.felucca.runc.RuncSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Execs are made ready before they are started, and nobody sees it. */
public class PreparedExecTest {
  @Rule public final RealTasks real = new RealTasks();

  private static Preparation preparation(Task task, String execId) {
    return ((OciTask) task).execs().get(execId).preparation();
  }

  private ExecSpec exec(String id, String script, TaskIo io) {
    return new ExecSpec(id, io, RealTasks.exec(id, script).process());
  }

  /** Added, and ready to be started. */
  private void prepare(Task task, String id, String script, TaskIo io) throws Exception {
    task.exec(real.scope, exec(id, script, io));
    RealTasks.await("it is prepared", () -> preparation(task, id).isMade());
    RealTasks.await("its command is there", () -> commands(task) > 0);
  }

  private void prepare(Task task, String id, String script) throws Exception {
    prepare(task, id, script, RealTasks.NO_IO);
  }

  /** OCI runtimes that wait, seen by their process file. */
  private int commands(Task task) {
    String file = "/run/process";
    return (int)
        RealTasks.processes(real.bundle(task.id()) + "/exec/").stream()
            .filter(line -> line.contains(file) && !line.contains("felucca-reaper-"))
            .count();
  }

  private int processes(Task task) {
    return RealTasks.processes(real.bundle(task.id()) + "/exec/").size();
  }

  private Path fifo(String name) throws IOException {
    Path fifo = real.path(name);
    Fifo.create(fifo, 0600);
    return fifo;
  }

  private static TaskIo output(Path fifo) {
    return new TaskIo("", fifo.toString(), "", false);
  }

  private static String all(InputStream reader) throws IOException {
    return new String(reader.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  public void execIsReadyBeforeItsStartAndDoesNothing() throws Exception {
    Task task = real.sleeper("ready");
    prepare(task, "e", "echo >/dev/ran; exit 3");
    assertEquals(TaskStatus.CREATED, task.state(real.scope, "e").status());
    assertEquals(0, task.state(real.scope, "e").pid());
    assertFalse(Files.exists(real.path("image/dev/ran")));
    assertEquals("not part of the container", 1, task.pids(real.scope).size());
    assertTrue(task.start(real.scope, "e") > 0);
    assertEquals(3, real.exit(task, "e").status());
    assertTrue(Files.exists(real.path("image/dev/ran")));
    assertEquals(3, task.delete(real.scope, "e").status());
    assertEquals(0, processes(task));
  }

  @Test
  public void nothingIsLeftOfExecsThatAreNeverStarted() throws Exception {
    Task task = real.sleeper("unstarted");
    Path out = fifo("out");
    prepare(task, "e", "echo never", output(out));
    try (InputStream reader = Fifo.reader(out).input()) {
      task.delete(real.scope, "e");
      assertEquals("", all(reader));
    }
    assertEquals(0, processes(task));
    prepare(task, "e", "exit 4");
    prepare(task, "f", "exit 5");
    task.kill(real.scope, "", 9, true);
    real.exit(task, "");
    RealTasks.await("the commands have gone", () -> commands(task) == 0);
    task.delete(real.scope, "");
    real.assertNothingLeft("unstarted");
  }

  @Test
  public void noMoreThanFourArePrepared() throws Exception {
    Task task = real.sleeper("many");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < Preparations.MOST; i++) {
      ids.add("e" + i);
      prepare(task, "e" + i, "exit " + i);
    }
    ids.add("last");
    task.exec(real.scope, RealTasks.exec("last", "exit 9"));
    assertFalse(preparation(task, "last").isMade());
    assertEquals(Preparations.MOST, commands(task));
    for (String id : ids) {
      task.start(real.scope, id);
    }
    assertEquals(9, real.exit(task, "last").status());
    assertEquals(2, real.exit(task, "e2").status());
    prepare(task, "again", "exit 8");
    task.start(real.scope, "again");
    assertEquals(8, real.exit(task, "again").status());
  }

  @Test
  public void failuresAreThoseOfAnExecThatWasNotPrepared() throws Exception {
    Task task = real.sleeper("fails");
    TaskIo plain = output(Files.createFile(real.path("plain")));
    int n = 0;
    for (String[] change :
        List.of(
            new String[] {"/bin/busybox", "/bin/nothing"},
            new String[] {"\"cwd\":\"/\"", "\"cwd\":\"/nothing\""},
            new String[] {"\"uid\":0", "\"uid\":-1"},
            new String[] {"\"args\":[", "\"args\":[7,"})) {
      String json = RealTasks.process("exit").replace(change[0], change[1]);
      Fault expected = failure(task, "p" + n, json, plain);
      Fault fault = failure(task, "e" + n, json, RealTasks.NO_IO);
      assertEquals(expected.getMessage(), fault.getMessage());
      assertEquals(expected.kind(), fault.kind());
      n++;
    }
  }

  private Fault failure(Task task, String id, String json, TaskIo io) throws Exception {
    byte[] process = json.getBytes(StandardCharsets.UTF_8);
    task.exec(real.scope, new ExecSpec(id, io, new TypedValue("process", process)));
    if (io == RealTasks.NO_IO) {
      RealTasks.await("it is prepared", () -> preparation(task, id).isMade());
    }
    Fault fault = assertThrows(Fault.class, () -> task.start(real.scope, id));
    task.delete(real.scope, id);
    return fault;
  }

  @Test
  public void containerThatIsPausedMeanwhileIsSeen() throws Exception {
    Task task = real.sleeper("paused");
    prepare(task, "e", "exit 6");
    task.pause(real.scope);
    Fault fault = assertThrows(Fault.class, () -> task.start(real.scope, "e"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("paused container"));
    task.resume(real.scope);
    task.start(real.scope, "e");
    assertEquals(6, real.exit(task, "e").status());
  }

  @Test
  public void containerThatIsFrozenByOthersIsSeen() throws Exception {
    Task task = real.sleeper("frozen");
    prepare(task, "e", "exit 6");
    ((OciTask) task).cgroup().find();
    Cgroup group = Cgroup.of(task.pid());
    group.freeze();
    try {
      Fault fault = assertThrows(Fault.class, () -> task.start(real.scope, "e"));
      assertTrue(fault.getMessage(), fault.getMessage().contains("paused container"));
    } finally {
      group.thaw();
    }
  }

  @Test
  public void containerThatHasEndedMeanwhileIsSeen() throws Exception {
    Task task = real.sleeper("ended");
    prepare(task, "e", "exit 6");
    task.kill(real.scope, "", 9, true);
    real.exit(task, "");
    Fault fault = assertThrows(Fault.class, () -> task.start(real.scope, "e"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("stopped container"));
    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
  }

  @Test
  public void inputThatIsClosedBeforeTheStartEnds() throws Exception {
    Task task = real.sleeper("input");
    Path in = fifo("in");
    TaskIo io = new TaskIo(in.toString(), "", "", false);
    prepare(task, "e", "exit $(/bin/busybox wc -c)", io);
    try (OutputStream writer = Fifo.writer(in).output()) {
      writer.write("four".getBytes(StandardCharsets.UTF_8));
      task.closeStdin(real.scope, "e");
    }
    task.start(real.scope, "e");
    assertEquals(4, real.exit(task, "e").status());
  }

  @Test
  public void nextInstanceStartsWhatThisOneHasPrepared() throws Exception {
    Task task = real.sleeper("swapped");
    Path out = fifo("out");
    prepare(task, "e", "echo all; exit 7", output(out));
    OciTaskManager next = real.fresh(Successor.NONE);
    try (InputStream reader = Fifo.reader(out).input()) {
      real.manager.close();
      real.manager = next;
      Task found = next.get(real.scope, "swapped");
      assertEquals(TaskStatus.CREATED, found.state(real.scope, "e").status());
      found.start(real.scope, "e");
      assertEquals("all\n", all(reader));
      assertEquals(7, real.exit(found, "e").status());
      found.delete(real.scope, "e");
    }
    assertEquals(0, processes(task));
  }

  @Test
  public void eitherOfTwoInstancesStartsAndDeletes() throws Exception {
    Task mine = real.sleeper("two");
    OciTaskManager next = real.fresh(Successor.NONE);
    try {
      Task other = next.get(real.scope, "two");
      prepare(mine, "a", "exit 1");
      other.start(real.scope, "a");
      assertEquals(1, real.exit(mine, "a").status());
      assertEquals(1, real.exit(other, "a").status());
      prepare(mine, "b", "exit 2");
      other.delete(real.scope, "b");
      assertThrows(Fault.class, () -> mine.state(real.scope, "b"));
      prepare(mine, "b", "exit 3");
      mine.start(real.scope, "b");
      assertEquals(3, real.exit(other, "b").status());
    } finally {
      next.close();
    }
  }

  @Test
  public void streamsStayOpenWhereAllThatWasPreparedIsKilled() throws Exception {
    Task task = real.sleeper("killed");
    Path out = fifo("out");
    prepare(task, "e", "echo all; exit 7", output(out));
    try (InputStream reader = Fifo.reader(out).input()) {
      for (String line : RealTasks.processes(real.bundle("killed") + "/exec/")) {
        RealTasks.kill(Integer.parseInt(line.split(" ")[1]));
      }
      task.start(real.scope, "e");
      assertEquals("all\n", all(reader));
    }
    assertEquals(7, real.exit(task, "e").status());
  }

  @Test
  public void scriptsAreNotAskedToWait() throws Exception {
    Path script = real.path("script");
    Files.writeString(script, "#!/bin/sh\nexec runc \"$@\"\n");
    script.toFile().setExecutable(true);
    real.manager.close();
    real.manager = real.with(script.toString());
    Task task = real.sleeper("scripted");
    task.exec(real.scope, RealTasks.exec("e", "exit 2"));
    assertFalse(preparation(task, "e").isMade());
    task.start(real.scope, "e");
    assertEquals(2, real.exit(task, "e").status());
  }

  @Test
  public void onlyRuncIsKnownToWait() {
    KnownRuntimes known = new KnownRuntimes();
    try (Binaries binaries = new Binaries()) {
      assertTrue(isRunc(known, "runc", binaries));
      assertFalse(isRunc(known, "runc", null));
      assertFalse(isRunc(known, "busybox", binaries));
      assertFalse(isRunc(known, "crun", binaries));
      assertFalse(isRunc(known, "/no/such/runtime", binaries));
    }
  }

  private boolean isRunc(KnownRuntimes known, String binary, Binaries binaries) {
    OciRuntime runtime = runtime(binary, binaries);
    return known.isRunc(runtime, runtime.command(real.path("log")).get(0));
  }

  private OciRuntime runtime(String binary, Binaries binaries) {
    RuncSettings settings =
        RuncSettings.of(null, new RuncDefaults(binary, real.path("runc"), false));
    return new OciRuntime(settings, real.path("log"), binaries);
  }
}
