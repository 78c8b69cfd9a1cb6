package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.linux.PidFd;
import io.felucca.linux.Processes;
import io.felucca.linux.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

  private Launch launch(String script) throws Exception {
    Path runtime = containers.folder().resolve("runtime");
    Files.writeString(runtime, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
    Launch l = containers.creation(containers.id(), "exit 4", Containers.NO_IO);
    return new Launch(
        l.kind(),
        List.of(runtime.toString(), "--root", containers.root().toString()),
        l.options(),
        l.id(),
        l.bundle(),
        null,
        l.folder(),
        l.io(),
        l.owner(),
        l.environment());
  }

  private int pidIn(String name) throws Exception {
    Path file = containers.folder().resolve(name);
    while (!Files.exists(file) || Files.size(file) == 0) {
      Thread.sleep(5);
    }
    return Integer.parseInt(Files.readString(file).strip());
  }

  @Test(timeout = 60_000)
  public void killedRuntimeLeavesNoProcess() throws Exception {
    Path orphan = containers.folder().resolve("orphan");
    Launch launch = launch("sleep 600 & echo $! > " + orphan + "; kill -9 $$");
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch));
    assertEquals(137, failed.status());
    assertFalse(Processes.exists(pidIn("orphan")));
  }

  @Test(timeout = 60_000)
  public void runtimeThatNamesNoProcessHasFailed() throws Exception {
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch("true")));
    assertTrue(failed.getMessage(), failed.getMessage().contains("open pid file: ENOENT"));
  }

  @Test(timeout = 60_000)
  public void killedReaperIsAFailedLaunch() throws Exception {
    Path self = containers.folder().resolve("reaper");
    Launch launch =
        launch("echo $PPID > " + self + ".new; mv " + self + ".new " + self + "; sleep 1");
    Thread killer =
        new Thread(
            () -> {
              try (PidFd reaper = PidFd.open(pidIn("reaper"))) {
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
    Launch launch = launch("sleep 1; exec /usr/sbin/runc \"$@\"");
    OtherDaemon.dieWhileCreating(containers.programs(), launch);
    Supervised adopted =
        containers.keep(containers.supervisor().adopt(launch.folder(), launch.io()));
    assertTrue(adopted.pid() > 0);
    containers.runc("start", launch.id());
    assertEquals(4, Containers.ended(adopted).status());
  }

  @Test(timeout = 60_000)
  public void failedLaunchOfADeadDaemonIsNotFound() throws Exception {
    Launch launch = launch("sleep 0.5; exit 1");
    OtherDaemon.dieWhileCreating(containers.programs(), launch);
    Fault fault =
        assertThrows(
            Fault.class, () -> containers.supervisor().adopt(launch.folder(), launch.io()));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }
}
