package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.linux.PidFd;
import io.felucca.linux.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Nothing goes on of what was given up. */
public class AbandonTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Rule public final Containers containers = new Containers();

  @Before
  public void reaperWasBuilt() {
    Assume.assumeTrue(ReaperProgram.isBuilt());
  }

  private void abandon(Launch launch) throws Exception {
    containers.supervisor().abandon(launch.folder());
    assertEmpty(launch);
  }

  private static void assertEmpty(Launch launch) throws Exception {
    try (Stream<Path> files = Files.list(launch.folder())) {
      assertEquals(List.of(), files.toList());
    }
    assertEquals(List.of(), List.copyOf(new Workers(new Folder(launch.folder())).find()));
  }

  @Test(timeout = 60_000)
  public void nothingIsAbandonedWhereNothingWasStarted() throws Exception {
    abandon(containers.creation(containers.id(), "true", Containers.NO_IO));
    containers.supervisor().abandon(containers.folder().resolve("not there"));
  }

  @Test(timeout = 60_000)
  public void runtimeStillAtWorkIsEndedWithAllThatItHasMade() throws Exception {
    Launch launch = containers.withRuntime("sleep 600 & echo $! > ORPHAN; sleep 600; true");
    OtherDaemon.dieWhileCreating(containers.programs(), launch);
    int orphan = containers.pidIn("orphan");
    abandon(launch);
    assertFalse(Containers.isRunning(orphan));
  }

  @Test(timeout = 60_000)
  public void createdContainerIsEnded() throws Exception {
    Launch launch = containers.creation(containers.id(), "exec sleep 600", Containers.NO_IO);
    OtherDaemon.createAndDie(containers.programs(), launch);
    State state = new Folder(launch.folder()).state().orElseThrow();
    abandon(launch);
    assertFalse(Containers.isRunning(state.pid()));
    assertFalse(Containers.isRunning(state.supervisor()));
  }

  @Test(timeout = 60_000)
  public void containerWhoseReaperWasKilledIsEnded() throws Exception {
    Launch launch = containers.creation(containers.id(), "exec sleep 600", Containers.NO_IO);
    Supervised one = containers.start(launch);
    containers.leave(one);
    try (PidFd reaper = PidFd.open(one.supervisor())) {
      reaper.signal(Signals.SIGKILL);
    }
    abandon(launch);
  }

  @Test(timeout = 60_000)
  public void orphanedRuntimeIsEnded() throws Exception {
    abandonOrphan("echo $$ > ORPHAN; sleep 600; true");
  }

  /** As runc does, which works in the bundle. */
  @Test(timeout = 60_000)
  public void orphanedRuntimeIsEndedWhereverItWorks() throws Exception {
    abandonOrphan("cd /; echo $$ > ORPHAN; sleep 600; true");
  }

  private void abandonOrphan(String script) throws Exception {
    Launch launch = containers.withRuntime(script);
    OtherDaemon.dieWhileCreating(containers.programs(), launch);
    int orphan = containers.pidIn("orphan");
    try (PidFd reaper = PidFd.open(new Folder(launch.folder()).state().get().supervisor())) {
      reaper.signal(Signals.SIGKILL);
    }
    abandon(launch);
    assertFalse(Containers.isRunning(orphan));
  }

  @Test(timeout = 60_000)
  public void endOfTheContainerIsNoneOfAnotherFolders() throws Exception {
    Supervised other = containers.run("exec sleep 600", Containers.NO_IO);
    abandon(containers.creation(containers.id(), "true", Containers.NO_IO));
    assertTrue(other.signal(Signals.SIGKILL));
    assertEquals(137, Containers.ended(other).status());
  }

  @Test(timeout = 60_000)
  public void runtimeThatHangsIsKilled() throws Exception {
    Launch launch = containers.withRuntime("sleep 600 & echo $! > ORPHAN; sleep 600; true");
    LaunchFailed failed =
        assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch, SHORT));
    assertTrue(failed.isLate());
    assertTrue(failed.getMessage(), failed.getMessage().endsWith("context deadline exceeded"));
    assertFalse(Containers.isRunning(containers.pidIn("orphan")));
    assertEmpty(launch);
  }

  @Test(timeout = 60_000)
  public void runtimeThatHangsUnderConmonIsKilled() throws Exception {
    Assume.assumeTrue("needs conmon", Programs.exists("conmon"));
    containers.use(Supervisors.choose(containers.programs(), "conmon"));
    Launch launch = containers.withRuntime("sleep 600 & echo $! > ORPHAN; sleep 600; true");
    assertThrows(LaunchFailed.class, () -> containers.supervisor().start(launch, SHORT));
    assertFalse(Containers.isRunning(containers.pidIn("orphan")));
    assertEmpty(launch);
  }

  @Test(timeout = 60_000)
  public void containerOfConmonIsEnded() throws Exception {
    Assume.assumeTrue("needs conmon", Programs.exists("conmon"));
    containers.use(Supervisors.choose(containers.programs(), "conmon"));
    Launch launch = containers.creation(containers.id(), "exec sleep 600", Containers.NO_IO);
    Supervised one = containers.start(launch);
    containers.leave(one);
    containers.use(Supervisors.choose(containers.programs(), "reaper"));
    abandon(launch);
    assertFalse(Containers.isRunning(one.pid()));
  }

  @Test
  public void onlyKnownSupervisorsAreChosen() {
    Fault fault =
        assertThrows(Fault.class, () -> Supervisors.choose(containers.programs(), "shim"));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }
}
