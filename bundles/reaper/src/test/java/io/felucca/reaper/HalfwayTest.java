package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.Processes;
import io.felucca.linux.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Launches that are interrupted: by the runtime's end, the reaper's, the daemon's. */
public class HalfwayTest {
  @Rule public final Containers containers = new Containers();

  @Before
  public void reaperWasBuilt() {
    Assume.assumeTrue(ReaperProgram.isBuilt());
  }

  @Test(timeout = 60_000)
  public void killedRuntimeLeavesNoProcess() throws Exception {
    Path orphan = containers.folder().resolve("orphan");
    Launch launch = containers.withRuntime("sleep 600 & echo $! > " + orphan + "; kill -9 $$");
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch));
    assertEquals(137, failed.status());
    assertFalse(Processes.exists(containers.pidIn("orphan")));
  }

  @Test(timeout = 60_000)
  public void runtimeThatNamesNoProcessHasFailed() throws Exception {
    for (Supervisor each : supervisors()) {
      LaunchFailed failed = unmade(each, containers.withRuntime("true"));
      assertTrue(
          failed.getMessage(),
          failed
              .getMessage()
              .startsWith("create ended with status 0 without having made a process"));
    }
  }

  @Test(timeout = 60_000)
  public void whatItSaysInsteadIsTold() throws Exception {
    Launch launch =
        containers.withRuntime(
            "while [ $1 != --pid-file ]; do shift; done; : > $2; echo no such thing >&2",
            new TaskIo("", "", "", true));
    LaunchFailed failed = unmade(containers.supervisor(), launch);
    assertTrue(failed.getMessage(), failed.getMessage().endsWith("it said: no such thing"));
  }

  private List<Supervisor> supervisors() {
    Supervisor reaper = containers.supervisor();
    return Programs.exists("conmon")
        ? List.of(reaper, Supervisors.conmon("conmon"))
        : List.of(reaper);
  }

  private static LaunchFailed unmade(Supervisor supervisor, Launch launch) throws Exception {
    LaunchFailed failed = assertThrows(LaunchFailed.class, () -> supervisor.start(launch));
    assertTrue(failed.getMessage(), failed.isUnmade());
    try (Stream<Path> files = Files.list(launch.folder())) {
      assertEquals(List.of(), files.toList());
    }
    return failed;
  }

  @Test(timeout = 60_000)
  public void nothingOfALaunchGoesOnWhoseReaperWasKilled() throws Exception {
    Launch launch =
        containers.withRuntime("cd /; sleep 600 & echo $! $$ > ORPHAN; kill -9 $PPID; sleep 600");
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch));
    assertTrue(failed.getMessage(), failed.getMessage().contains("ended too early"));
    for (String pid : Files.readString(containers.folder().resolve("orphan")).split("\\s")) {
      assertFalse(Containers.isRunning(Integer.parseInt(pid)));
    }
  }

  @Test(timeout = 60_000)
  public void processIsEndedThatNoSupervisorLivedToTellOf() throws Exception {
    Supervised init = containers.run("exec sleep 600", Containers.NO_IO);
    String id = containers.lastId();
    for (Supervisor each : supervisors()) {
      Launch exec = containers.execution(id, "exec", "exec sleep 600", Containers.NO_IO);
      Launch cut = containers.withRuntime("/usr/sbin/runc \"$@\"; kill -9 $PPID", exec);
      assertThrows(LaunchFailed.class, () -> each.start(cut));
      assertEquals(List.of(init.pid()), containers.pids(id));
    }
    init.signal(Signals.SIGKILL);
  }

  @Test(timeout = 60_000)
  public void launchOfADeadDaemonIsWaitedFor() throws Exception {
    Launch launch = containers.withRuntime("sleep 1; exec /usr/sbin/runc \"$@\"");
    OtherDaemon.dieWhileCreating(containers.programs(), launch);
    Supervised adopted =
        containers.keep(containers.supervisor().adopt(launch.folder(), launch.io()));
    assertTrue(adopted.pid() > 0);
    containers.runc("start", launch.id());
    assertEquals(4, Containers.ended(adopted).status());
  }

  @Test(timeout = 60_000)
  public void failedLaunchOfADeadDaemonIsNotFound() throws Exception {
    Launch launch = containers.withRuntime("sleep 0.5; exit 1");
    OtherDaemon.dieWhileCreating(containers.programs(), launch);
    Fault fault =
        assertThrows(
            Fault.class, () -> containers.supervisor().adopt(launch.folder(), launch.io()));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }
}
