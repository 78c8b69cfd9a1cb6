package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.FdChannel;
import io.felucca.linux.Fifo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.Test;

/** The part of {@link TaskSuite} about processes: streams, signals, execs, control groups. */
abstract class TaskSuiteProcesses extends TaskSuiteBase {

  // ---- streams

  @Test
  public void outputAndErrorsReachTheirFifos() throws IOException {
    TaskIo io = new TaskIo("", fifo("out"), fifo("err"), false);
    CompletableFuture<String> output = read(io.stdout());
    CompletableFuture<String> errors = read(io.stderr());
    Task task = manager.create(scope, spec("talks", "echo one; echo two >&2", io));
    task.start(scope, "");
    assertEquals("one\n", output.join());
    assertEquals("two\n", errors.join());
    assertEquals(0, exit(task, "").status());
  }

  @Test
  public void inputEndsWhenItIsClosed() throws IOException {
    TaskIo io = new TaskIo(fifo("in"), fifo("out"), fifo("err"), false);
    CompletableFuture<String> output = read(io.stdout());
    read(io.stderr());
    try (FdChannel keepsOpen = Fifo.lastingReader(Path.of(io.stdin()))) {
      Task task = manager.create(scope, spec("cat", "/bin/busybox cat", io));
      task.start(scope, "");
      try (OutputStream input = Fifo.awaitReader(Path.of(io.stdin())).output()) {
        input.write("through".getBytes(StandardCharsets.UTF_8));
      }
      task.closeStdin(scope, "");
      keepsOpen.close();
      assertEquals("through", output.join());
      assertEquals(0, exit(task, "").status());
    }
  }

  @Test
  public void terminalHasTheSizeItWasGiven() throws IOException {
    TaskIo io = new TaskIo(fifo("in"), fifo("out"), "", true);
    CompletableFuture<String> output = read(io.stdout());
    try (FdChannel input = Fifo.lastingWriter(Path.of(io.stdin()))) {
      Task task = manager.create(scope, spec("tty", "read go; /bin/busybox stty size", io));
      task.start(scope, "");
      task.resize(scope, "", 101, 37);
      input.write(ByteBuffer.wrap("go\n".getBytes(StandardCharsets.UTF_8)));
      assertEquals(0, exit(task, "").status());
      assertTrue(output.join(), output.join().contains("37 101"));
    }
  }

  /** The FIFO's path, new. */
  private String fifo(String name) throws IOException {
    Path path = temporary.newFolder().toPath().resolve(name);
    Fifo.create(path, 0600);
    return path.toString();
  }

  /** All that comes until the last writer has gone. */
  private static CompletableFuture<String> read(String fifo) throws IOException {
    FdChannel channel = Fifo.reader(Path.of(fifo));
    return CompletableFuture.supplyAsync(
        () -> {
          try (channel) {
            return new String(channel.input().readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  // ---- signals

  @Test
  public void signalIsSeenByTheProcess() throws IOException {
    TaskIo io = new TaskIo("", fifo("out"), fifo("err"), false);
    CompletableFuture<String> errors = read(io.stderr());
    try (FdChannel output = Fifo.lastingReader(Path.of(io.stdout()))) {
      String script = "trap 'exit 5' TERM; echo ready; while :; do /bin/busybox sleep 0.1; done";
      Task task = manager.create(scope, spec("traps", script, io));
      task.start(scope, "");
      output.read(ByteBuffer.allocate(1)); // the trap is set
      task.kill(scope, "", SIGTERM, false);
      assertEquals(5, exit(task, "").status());
    }
    assertEquals("", errors.join());
  }

  @Test
  public void killedProcessExitsWithTheSignalsNumber() {
    Task task = running("sleeps", "exec /bin/busybox sleep 1000");
    task.kill(scope, "", SIGKILL, false);
    assertEquals(128 + SIGKILL, exit(task, "").status());
  }

  @Test
  public void killingWhatHasEndedIsNotFound() {
    Task task = running("short", "exit 0");
    exit(task, "");
    assertFault(Fault.Kind.NOT_FOUND, () -> task.kill(scope, "", SIGKILL, false));
  }

  // ---- execs

  @Test
  public void execRunsBesideAndHasAnExitOfItsOwn() {
    Task task = running("host", "exec /bin/busybox sleep 1000");
    task.exec(scope, exec("e1", "exit 9"));
    assertEquals(TaskStatus.CREATED, task.state(scope, "e1").status());
    int pid = task.start(scope, "e1");
    assertNotEquals(0, pid);
    assertEquals(9, exit(task, "e1").status());
    assertEquals(TaskStatus.RUNNING, task.state(scope, "").status());
    assertEquals(pid, exit(task, "e1").pid());
    assertEquals(9, task.delete(scope, "e1").status());
    assertFault(Fault.Kind.NOT_FOUND, () -> task.state(scope, "e1"));
  }

  @Test
  public void execSharesTheContainersWorld() {
    Task task = running("world", "exec /bin/busybox sleep 1000");
    task.exec(scope, exec("look", "test $(/bin/busybox hostname) = suite"));
    task.start(scope, "look");
    assertEquals(0, exit(task, "look").status());
  }

  @Test
  public void execIdsAreUniqueInTheirTask() {
    Task task = running("ids", "exec /bin/busybox sleep 1000");
    task.exec(scope, exec("same", "exit 0"));
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> task.exec(scope, exec("same", "exit 0")));
  }

  @Test
  public void execIdsAreIdentifiers() {
    Task task = running("names", "exec /bin/busybox sleep 1000");
    assertFault(Fault.Kind.INVALID_ARGUMENT, () -> task.exec(scope, exec("../x", "exit 0")));
    assertFault(Fault.Kind.INVALID_ARGUMENT, () -> task.exec(scope, exec("", "exit 0")));
  }

  @Test
  public void execsAreKilledOnTheirOwn() {
    Task task = running("two", "exec /bin/busybox sleep 1000");
    task.exec(scope, exec("other", "exec /bin/busybox sleep 1000"));
    task.start(scope, "other");
    task.kill(scope, "other", SIGKILL, false);
    assertEquals(128 + SIGKILL, exit(task, "other").status());
    assertEquals(TaskStatus.RUNNING, task.state(scope, "").status());
  }

  @Test
  public void unknownExecsAreNotFound() {
    Task task = running("lonely", "exec /bin/busybox sleep 1000");
    assertFault(Fault.Kind.NOT_FOUND, () -> task.state(scope, "nobody"));
    assertFault(Fault.Kind.NOT_FOUND, () -> task.start(scope, "nobody"));
    assertFault(Fault.Kind.NOT_FOUND, () -> task.kill(scope, "nobody", SIGKILL, false));
  }

  private static ExecSpec exec(String id, String script) {
    return new ExecSpec(id, NO_IO, TaskSuiteBundle.processOf(script));
  }

  // ---- control groups

  @Test
  public void pausedTaskIsPausedUntilResumed() {
    Task task = running("pauses", "exec /bin/busybox sleep 1000");
    task.exec(scope, exec("too", "exec /bin/busybox sleep 1000"));
    task.start(scope, "too");
    task.pause(scope);
    assertEquals(TaskStatus.PAUSED, task.state(scope, "").status());
    assertEquals(TaskStatus.PAUSED, task.state(scope, "too").status());
    task.resume(scope);
    assertEquals(TaskStatus.RUNNING, task.state(scope, "").status());
    assertEquals(TaskStatus.RUNNING, task.state(scope, "too").status());
  }

  @Test
  public void allProcessesAreListed() {
    Task task = running("parent", "exec /bin/busybox sleep 1000");
    task.exec(scope, exec("child", "exec /bin/busybox sleep 1000"));
    int child = task.start(scope, "child");
    List<Integer> pids = task.pids(scope).stream().map(ProcessInfo::pid).toList();
    assertTrue(pids + " holds " + task.pid(), pids.contains(task.pid()));
    assertTrue(pids + " holds " + child, pids.contains(child));
  }

  @Test
  public void countersHaveATypeAndBytes() {
    Task task = running("counts", "exec /bin/busybox sleep 1000");
    assertTrue(!task.stats(scope).typeUrl().isEmpty());
    assertTrue(task.stats(scope).bytes().length > 0);
  }

  @Test
  public void limitsCanBeChanged() {
    Task task = running("limited", "exec /bin/busybox sleep 1000");
    task.update(
        scope,
        TaskSuiteBundle.json("LinuxResources", "{\"memory\":{\"limit\":67108864}}"),
        Map.of());
    assertEquals(TaskStatus.RUNNING, task.state(Scope.of(scope.namespace()), "").status());
  }
}
