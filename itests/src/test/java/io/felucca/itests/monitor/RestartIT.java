package io.felucca.itests.monitor;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Containers that labels keep running, with the real runtime. */
public class RestartIT {
  private static final String RUNNING = Watched.RESTART + "status=running";
  private static final String POLICY = Watched.RESTART + "policy=";
  private static final String LOG_URI = Watched.RESTART + "loguri=file://";
  private static final String FOREVER = "while :; do sleep 1; done";

  private static Daemon daemon;
  private static Watched containers;
  private static Watched elsewhere;

  @BeforeClass
  public static void startDaemon() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-rst"), interval("1s"));
    daemon.start();
    // not the default one: cgroups are the machine's, and named by namespace and ID
    containers = new Watched(daemon, "watched");
    elsewhere = new Watched(daemon, "watched-2");
    containers.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    elsewhere.ctr("images", "import", BusyboxImage.archive().toString()).ok();
  }

  /** By the name that it has in files of containerd 1.x. */
  private static String interval(String interval) {
    return "[plugins.\"io.containerd.internal.v1.restart\"]\n  interval = \"" + interval + "\"\n";
  }

  @AfterClass
  public static void endDaemon() throws Exception {
    daemon.close();
  }

  @After
  public void removeAll() throws Exception {
    containers.removeAll();
    elsewhere.removeAll();
  }

  private static List<String> lines(Path log) {
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  public void whatEndsIsStartedAgainAndWritesToItsLog() throws Exception {
    Path log = daemon.folder().resolve("ends.log");
    containers.run("ends", List.of(RUNNING, LOG_URI + log), "echo here; echo there >&2; sleep 1");
    daemon.await("three restarts", () -> containers.count("ends") >= 3);
    daemon.await("their output", () -> lines(log).size() >= 4);
    assertEquals(List.of("here", "there"), lines(log).subList(0, 2).stream().sorted().toList());
  }

  @Test
  public void failuresAreRestartedUpToTheLimitAndSuccessIsNot() throws Exception {
    containers.run("fails", List.of(RUNNING, POLICY + "on-failure:2"), "exit 3");
    containers.run("succeeds", List.of(RUNNING, POLICY + "on-failure:2"), "exit 0");
    containers.run("no", List.of(RUNNING, POLICY + "no"), "exit 3");
    containers.run("ends", List.of(RUNNING), "exit 0");
    daemon.await("restarts up to the limit", () -> containers.count("fails") == 2);
    daemon.await("more restarts of another", () -> containers.count("ends") >= 4);
    assertEquals(2, containers.count("fails"));
    assertEquals(0, containers.count("succeeds"));
    assertEquals(0, containers.count("no"));
    daemon.await("the end of the last", () -> containers.task("fails").endsWith("STOPPED"));
  }

  @Test
  public void whatIsKilledComesBackUnlessItWasStopped() throws Exception {
    containers.run("killed", List.of(RUNNING, POLICY + "unless-stopped"), FOREVER);
    containers.run("stopped", List.of(RUNNING, POLICY + "unless-stopped"), FOREVER);
    long pid = containers.pid("killed");
    containers.set("stopped", Watched.RESTART + "explicitly-stopped=true");
    containers.kill("stopped");
    containers.kill("killed");
    daemon.await("it is back", () -> containers.count("killed") == 1 && containers.runs("killed"));
    assertNotEquals(pid, containers.pid("killed"));
    assertEquals(0, containers.count("stopped"));
    assertTrue(containers.task("stopped"), containers.task("stopped").endsWith("STOPPED"));
  }

  @Test
  public void whatShallStopIsKilledAndItsTaskDeleted() throws Exception {
    containers.run("stops", List.of(RUNNING), FOREVER);
    containers.set("stops", Watched.RESTART + "status=stopped");
    daemon.await("no task", () -> containers.task("stops").isEmpty());
  }

  @Test
  public void containersWithoutTaskAreStartedInEachNamespace() throws Exception {
    containers.create("same", List.of(RUNNING));
    elsewhere.create("same", List.of(RUNNING));
    daemon.await("both run", () -> containers.runs("same") && elsewhere.runs("same"));
  }

  @Test
  public void aBrokenContainerHoldsNobodyUp() throws Exception {
    containers
        .ctr(
            "containers",
            "create",
            "--runtime",
            "io.containerd.none.v1",
            "--label",
            RUNNING,
            BusyboxImage.NAME,
            "broken",
            "true")
        .ok();
    containers.create("good", List.of(RUNNING));
    daemon.await("the good one runs", () -> containers.runs("good"));
    daemon.await("the other was tried", () -> containers.count("broken") >= 2);
  }

  @Test
  public void whatItsClientRemovesIsNotBroughtBack() throws Exception {
    containers
        .ctr("run", "--rm", "--label", RUNNING, BusyboxImage.NAME, "brief", "echo", "hello")
        .ok();
    containers.run("other", List.of(RUNNING), "exit 0");
    daemon.await("restarts of another", () -> containers.count("other") >= 3);
    assertEquals("", containers.task("brief"));
  }

  @Test
  public void whatDiedWhileTheDaemonWasAwayRunsAgainAfterItsRestart() throws Exception {
    containers.run("died", List.of(RUNNING), FOREVER);
    containers.run("lives", List.of(RUNNING), FOREVER);
    long dead = containers.pid("died");
    long alive = containers.pid("lives");
    daemon.kill();
    ProcessHandle.of(dead).orElseThrow().destroyForcibly();
    daemon.start();
    daemon.await("it runs", () -> containers.runs("died") && containers.pid("died") != dead);
    daemon.await("that is counted", () -> containers.count("died") > 0);
    assertEquals(1, containers.count("died"));
    assertEquals(alive, containers.pid("lives"));
    assertEquals(0, containers.count("lives"));
  }

  @Test
  public void eachEndIsFollowedByOneStartWhileTheMonitorIsReplaced() throws Exception {
    Path log = daemon.folder().resolve("once.log");
    containers.run("once", List.of(RUNNING, LOG_URI + log), "echo run; sleep 0.3");
    for (int i = 2; i <= 6; i++) {
      String was = monitor();
      daemon.configure(interval(i + "s"));
      daemon.await("another instance", () -> !monitor().equals(was));
      int count = containers.count("once");
      daemon.await("it goes on", () -> containers.count("once") > count);
    }
    containers.set("once", POLICY + "no");
    // the first run was the client's, and wrote elsewhere
    daemon.await(
        "its end, and as many runs as starts",
        () ->
            containers.task("once").endsWith("STOPPED")
                && containers.count("once") == lines(log).size());
    daemon.configure(interval("1s"));
  }

  private static String monitor() {
    try {
      return daemon.felucca("plugins", "ls").lines().stream()
          .filter(line -> line.contains("monitor.container.v1"))
          .findFirst()
          .orElse("");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
