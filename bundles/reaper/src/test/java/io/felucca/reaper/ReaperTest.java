package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.MountFlags;
import io.felucca.linux.Mounts;
import io.felucca.linux.PidFd;
import io.felucca.linux.Processes;
import io.felucca.linux.Signals;
import io.felucca.linux.Unix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Lives and deaths of containers without a terminal. */
public class ReaperTest {
  @Rule public final Containers containers = new Containers();

  @Before
  public void reaperWasBuilt() {
    Assume.assumeTrue(ReaperProgram.isBuilt());
  }

  @Test
  public void exitCodeIsToldWithItsTime() throws Exception {
    Instant before = Instant.now();
    Supervised one = containers.run("exit 42", Containers.NO_IO);
    Ended ended = Containers.ended(one);
    assertEquals(42, ended.status());
    assertTrue(ended.known());
    assertFalse(ended.at().isBefore(before));
    assertFalse(ended.at().isAfter(Instant.now()));
    assertFalse(one.signal(Signals.SIGKILL));
  }

  @Test
  public void signalCounts128More() throws Exception {
    Supervised one = containers.run("exec sleep 600", Containers.NO_IO);
    assertTrue(one.signal(Signals.SIGKILL));
    assertEquals(137, Containers.ended(one).status());
  }

  @Test
  public void reaperGoesFirstAndItsContainerDoesNot() throws Exception {
    Assume.assumeTrue("needs the usual priority", niceness(Processes.self()).equals("0"));
    Supervised one = containers.run("exec sleep 600", Containers.NO_IO);
    assertEquals("0", niceness(one.pid()));
    assertEquals("-10", niceness(one.supervisor()));
    one.signal(Signals.SIGKILL);
  }

  /** Field 19 of proc_pid_stat(5). */
  private static String niceness(int pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19 - 3];
  }

  @Test
  public void containerThatIsNotStartedCanBeKilled() throws Exception {
    String id = containers.id();
    Supervised one = containers.start(containers.creation(id, "true", Containers.NO_IO));
    assertTrue(one.pid() > 0);
    assertTrue(one.signal(Signals.SIGKILL));
    assertEquals(137, Containers.ended(one).status());
  }

  @Test
  public void endedIsAdoptedAfterAll() throws Exception {
    String id = containers.id();
    Launch launch = containers.creation(id, "exit 7", Containers.NO_IO);
    containers.leave(containers.start(launch));
    containers.runc("start", id);
    Supervised adopted =
        containers.keep(containers.supervisor().adopt(launch.folder(), launch.io()));
    assertEquals(7, Containers.ended(adopted).status());
    Supervised again = containers.keep(containers.supervisor().adopt(launch.folder(), launch.io()));
    assertTrue(again.exit().isDone());
    assertEquals(adopted.pid(), again.pid());
  }

  @Test
  public void endIsKnownThoughNothingCouldBeWritten() throws Exception {
    String id = containers.id();
    Launch launch = containers.creation(id, "exit 7", Containers.NO_IO);
    Mounts.mount("tmpfs", "small", launch.folder(), List.of("size=64k"));
    try {
      Supervised one = containers.start(launch);
      fill(launch.folder().resolve("large"));
      containers.leave(one);
      containers.runc("start", id);
      while (Files.exists(Path.of("/proc/" + one.supervisor()))) {
        Thread.sleep(10);
      }
      Supervised adopted =
          containers.keep(containers.supervisor().adopt(launch.folder(), launch.io()));
      assertEquals(one.pid(), adopted.pid());
      assertEquals(7, Containers.ended(adopted).status());
      assertTrue(Containers.ended(adopted).known());
    } finally {
      Mounts.unmountAll(launch.folder(), MountFlags.MNT_DETACH);
    }
  }

  private static void fill(Path file) {
    assertThrows(IOException.class, () -> Files.write(file, new byte[1 << 20]));
  }

  @Test
  public void reaperIsEndedByNoSignalButKill() throws Exception {
    Supervised one = containers.run("exec sleep 600", Containers.NO_IO);
    try (PidFd reaper = PidFd.open(one.supervisor())) {
      for (int signal : new int[] {Signals.SIGTERM, Signals.SIGINT, Signals.SIGHUP}) {
        reaper.signal(signal);
      }
    }
    assertTrue(one.signal(Signals.SIGKILL));
    Ended ended = Containers.ended(one);
    assertTrue(ended.known());
    assertEquals(137, ended.status());
    assertTrue(Files.exists(containers.folder().resolve(containers.lastId() + "/init/exit")));
  }

  @Test(timeout = 60_000)
  public void launchesLeaveNoDescriptors() throws Exception {
    launchAndFail();
    long before = list(Path.of("/proc/self/fd")).size();
    for (int i = 0; i < 5; i++) {
      launchAndFail();
    }
    while (list(Path.of("/proc/self/fd")).size() > before) {
      Thread.sleep(10);
    }
  }

  private void launchAndFail() throws Exception {
    Launch launch = containers.creation(containers.id(), "true", Containers.NO_IO);
    Supervised one = containers.start(launch);
    containers.runc("start", containers.lastId());
    Containers.ended(one);
    one.discard();
    assertThrows(
        LaunchFailed.class, () -> containers.supervisor().start(with(launch, "/etc/passwd")));
  }

  @Test
  public void closingAStandardInputThatIsNotThereChangesNothing() throws Exception {
    Supervised one = containers.run("exec sleep 600", Containers.NO_IO);
    one.closeStdin();
    one.closeStdin();
    assertTrue(one.signal(Signals.SIGTERM) && one.signal(Signals.SIGKILL));
    assertEquals(137, Containers.ended(one).status());
  }

  @Test
  public void nothingStartedIsNotFound() {
    Fault fault =
        assertThrows(
            Fault.class,
            () -> containers.supervisor().adopt(containers.folder(), Containers.NO_IO));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void failedCommandIsToldAndLeavesNothing() throws Exception {
    Launch launch = containers.creation(containers.id(), "true", Containers.NO_IO);
    Files.writeString(launch.bundle().resolve("config.json"), "no json");
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch));
    assertEquals(1, failed.status());
    assertEquals(List.of(), list(launch.folder()));
  }

  @Test
  public void missingRuntimeIsNamed() throws Exception {
    Launch launch = containers.creation(containers.id(), "true", Containers.NO_IO);
    LaunchFailed failed =
        assertThrows(
            LaunchFailed.class,
            () -> containers.supervisor().start(with(launch, "no-such-runtime")));
    assertTrue(failed.getMessage(), failed.getMessage().contains("no-such-runtime"));
    LaunchFailed refused =
        assertThrows(
            LaunchFailed.class, () -> containers.supervisor().start(with(launch, "/etc/passwd")));
    assertEquals("create: reaper: execve: EACCES (13)", refused.getMessage());
    assertEquals(List.of(), list(launch.folder()));
  }

  private static Launch with(Launch l, String program) {
    return new Launch(
        l.kind(),
        List.of(program),
        l.options(),
        l.id(),
        l.bundle(),
        l.process(),
        l.folder(),
        l.io(),
        l.owner(),
        Map.of(),
        l.logName());
  }

  @Test
  public void execIsSupervisedTheSameWay() throws Exception {
    Supervised init = containers.run("exec sleep 600", Containers.NO_IO);
    Supervised exec =
        containers.start(
            containers.execution(containers.lastId(), "e1", "exit 33", Containers.NO_IO));
    assertEquals(33, Containers.ended(exec).status());
    assertTrue(init.signal(Signals.SIGKILL));
    assertEquals(137, Containers.ended(init).status());
  }

  @Test(timeout = 60_000)
  public void killedReaperCostsNoExitCodeWhereTheKernelTells() throws Exception {
    Assume.assumeTrue(Unix.uname().atLeast(6, 15));
    Path log = containers.folder().resolve("log");
    TaskIo io = new TaskIo("", "file://" + log, "", false);
    Supervised one =
        containers.run("trap 'exit 5' TERM; echo; while true; do sleep 0.05; done", io);
    while (Files.size(log) == 0) {
      Thread.sleep(5);
    }
    try (PidFd reaper = PidFd.open(one.supervisor())) {
      reaper.signal(Signals.SIGKILL);
    }
    assertTrue(one.signal(Signals.SIGTERM));
    Ended ended = Containers.ended(one);
    assertTrue(ended.known());
    assertEquals(5, ended.status());
  }

  @Test
  public void discardedLeavesNothing() throws Exception {
    Launch launch = containers.creation(containers.id(), "true", Containers.NO_IO);
    Supervised one = containers.start(launch);
    containers.runc("start", containers.lastId());
    Containers.ended(one);
    one.discard();
    assertEquals(List.of(), list(launch.folder()));
  }

  private static List<Path> list(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
