package io.felucca.itests.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeNoException;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** The whole daemon, as a user who is root in a namespace only and may write to no cgroup. */
public class RootlessIT {
  /** Without limits, as there is nothing to limit with. */
  private static final List<String> UNLIMITED = List.of("--cgroup=", "--cpu-shares", "0");

  private static UserNamespace place;
  private static Daemon daemon;

  @BeforeClass
  public static void startDaemon() throws Exception {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    try {
      place = UserNamespace.open();
    } catch (IOException e) {
      assumeNoException("needs user namespaces", e);
    }
    Path program = Daemon.home().resolve("bin/feluccad");
    assumeTrue("needs " + program + " for all", place.run("test", "-r", "" + program).code() == 0);
    daemon = Daemon.rootless(Files.createTempDirectory("felucca-rootless"), place);
    daemon.start();
    Path image = Files.copy(BusyboxImage.archive(), daemon.folder().resolve("image.tar"));
    daemon.ctr("images", "import", image.toString()).ok();
  }

  @AfterClass
  public static void endDaemon() throws Exception {
    try {
      if (daemon != null) {
        daemon.close();
      }
    } finally {
      if (place != null) {
        place.close();
      }
    }
  }

  private static Command run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("run"));
    command.addAll(UNLIMITED);
    command.addAll(List.of(words));
    return daemon.ctr(command.toArray(String[]::new));
  }

  @Test
  public void rootOfAContainerIsTheUser() throws Exception {
    Command said =
        run("--rm", BusyboxImage.NAME, "one", "sh", "-c", "id -u; cat /proc/self/uid_map");
    assertTrue(said.toString(), said.ok().out().startsWith("0\n"));
    assertTrue(said.toString(), said.out().contains(" " + UserNamespace.ROOT + " "));
  }

  /** There is no control group to ask. */
  @Test
  public void allProcessesAreListedAndKilled() throws Exception {
    run("-d", BusyboxImage.NAME, "all", "sh", "-c", "sleep 1000000 & sleep 1000000; true").ok();
    daemon.ctr("tasks", "exec", "-d", "--exec-id", "e", "all", "sleep", "1000000").ok();
    daemon.await("a shell, its two commands, and an exec", () -> listed("all") == 4);
    daemon.ctr("tasks", "kill", "--all", "--signal", "KILL", "all").ok();
    daemon.await("its end", () -> tasks().contains("STOPPED"));
    daemon.ctr("tasks", "rm", "all").ok();
    daemon.ctr("containers", "rm", "all").ok();
  }

  private static int listed(String task) {
    try {
      return daemon.ctr("tasks", "ps", task).ok().lines().size() - 1;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String tasks() {
    try {
      return daemon.ctr("tasks", "ls").ok().out();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void containerOutlivesTheDaemon() throws Exception {
    run("-d", BusyboxImage.NAME, "lasting", "sleep", "1000000").ok();
    daemon.kill();
    daemon.start();
    assertTrue(tasks(), tasks().contains("RUNNING"));
    assertEquals(
        "here\n",
        daemon.ctr("tasks", "exec", "--exec-id", "e", "lasting", "echo", "here").ok().out());
    daemon.ctr("tasks", "rm", "--force", "lasting").ok();
    daemon.ctr("containers", "rm", "lasting").ok();
  }

  /** The kernel lets nobody but root of the machine lower it, whatever rights there are inside. */
  @Test
  public void lowerOomScoreBecomesTheLowestAllowed() throws Exception {
    String own = Files.readString(Path.of("/proc/" + daemon.pid() + "/oom_score_adj"));
    Command said = daemon.ctr("run", "--rm", "--config", spec(-1000).toString(), "low").ok();
    assertEquals(own, said.out());
  }

  private static Path spec(int score) throws Exception {
    JsonObject spec =
        JsonParser.parseString(daemon.ctr("oci", "spec").ok().out()).getAsJsonObject();
    JsonObject process = spec.getAsJsonObject("process");
    process.addProperty("oomScoreAdj", score);
    process.addProperty("terminal", false);
    JsonArray words = new JsonArray();
    List.of("/bin/busybox", "cat", "/proc/self/oom_score_adj").forEach(words::add);
    process.add("args", words);
    spec.getAsJsonObject("root").addProperty("path", rootfs().toString());
    spec.getAsJsonObject("linux").remove("resources");
    spec.getAsJsonObject("linux").addProperty("cgroupsPath", "");
    return Files.writeString(daemon.folder().resolve("spec.json"), spec.toString());
  }

  private static Path rootfs() throws Exception {
    Path rootfs = daemon.folder().resolve("rootfs");
    for (String name : List.of("bin", "dev", "proc", "run", "sys")) {
      Files.createDirectories(rootfs.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), rootfs.resolve("bin/busybox"));
    place.run("chown", "-R", "0:0", rootfs.toString());
    return rootfs;
  }

  @Test
  public void limitThatCannotBeSetIsToldAndLeavesNothing() throws Exception {
    Command refused = run("--memory-limit", "50000000", BusyboxImage.NAME, "limited", "true");
    assertNotEquals(refused.toString(), 0, refused.code());
    assertTrue(refused.toString(), refused.err().contains("cgroup"));
    assertFalse(tasks(), tasks().contains("limited"));
    daemon.ctr("containers", "rm", "limited");
  }
}
