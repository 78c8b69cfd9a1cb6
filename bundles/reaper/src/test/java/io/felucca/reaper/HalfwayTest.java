package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.linux.PidFd;
import io.felucca.linux.Processes;
import io.felucca.linux.Signals;
import java.nio.file.Path;
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
    LaunchFailed failed =
        assertThrows(
            LaunchFailed.class,
            () -> containers.supervisor().start(containers.withRuntime("true")));
    assertTrue(failed.getMessage(), failed.getMessage().contains("open pid file: ENOENT"));
  }

  @Test(timeout = 60_000)
  public void killedReaperIsAFailedLaunch() throws Exception {
    Path self = containers.folder().resolve("reaper");
    Launch launch =
        containers.withRuntime(
            "echo $PPID > " + self + ".new; mv " + self + ".new " + self + "; sleep 1");
    Thread killer =
        new Thread(
            () -> {
              try (PidFd reaper = PidFd.open(containers.pidIn("reaper"))) {
                reaper.signal(Signals.SIGKILL);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    killer.start();
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch));
    killer.join();
    assertTrue(failed.getMessage(), failed.getMessage().contains("ended too early"));
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
