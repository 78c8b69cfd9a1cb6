package io.felucca.itests.shimserve;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** containerd, as it comes with the system, on our shim. */
public class FeluccaShimIT {
  private static Stock stock;

  @BeforeClass
  public static void startContainerd() throws Exception {
    stock = new Stock(Files.createTempDirectory("felucca-shs"));
    stock.start();
    stock.ctr("images", "import", BusyboxImage.archive().toString()).ok();
  }

  @AfterClass
  public static void stopContainerd() throws Exception {
    try (Stock last = stock) {
      // also where a test failed while it was down
      last.revive();
    }
    Stock.await("the process to go", () -> stock.shimPid() < 0);
    Command.run(Path.of("/"), "rm", "-rf", stock.folder().toString()).ok();
  }

  @Before
  @After
  public void nothingIsLeft() throws Exception {
    stock.revive();
    for (String task : stock.ctr("tasks", "ls", "-q").ok().lines()) {
      stock.ctr("tasks", "rm", "-f", task).ok();
    }
    for (String container : stock.ctr("containers", "ls", "-q").ok().lines()) {
      stock.ctr("containers", "rm", container).ok();
    }
    stock.awaitNothing();
  }

  private static Command run(List<String> flags, String id, String... command) {
    List<String> line = new ArrayList<>(List.of("run", "--runtime", Stock.SHIM.toString()));
    line.addAll(flags);
    line.addAll(List.of(BusyboxImage.NAME, id));
    line.addAll(List.of(command));
    return stock.ctr(line.toArray(String[]::new));
  }

  private static void sleeper(String id) {
    run(List.of("-d"), id, "sleep", "1000").ok();
  }

  private static Command exec(String id, String... command) {
    List<String> line = new ArrayList<>(List.of("tasks", "exec", "--exec-id", "e", id));
    line.addAll(List.of(command));
    return stock.ctr(line.toArray(String[]::new));
  }

  private static String pid(String id) {
    return stock.tasks().stream()
        .filter(line -> line.startsWith(id + " "))
        .map(line -> line.split(" ")[1])
        .findFirst()
        .orElse("");
  }

  private static boolean runs(String id) {
    return stock.tasks().contains(id + " " + pid(id) + " RUNNING");
  }

  private static boolean lives(String pid) {
    return Files.exists(Path.of("/proc", pid));
  }

  @Test
  public void aContainerSaysAndEndsWhatItWants() {
    Command said = run(List.of("--rm"), "c", "sh", "-c", "echo out; echo err >&2; exit 5");
    assertEquals(said.toString(), 5, said.code());
    assertEquals("out\n", said.out());
    assertTrue(said.err(), said.err().startsWith("err\n"));
  }

  @Test
  public void allContainersHaveOneProcess() {
    sleeper("a");
    long first = stock.shimPid();
    sleeper("b");
    sleeper("c");
    assertEquals(first, stock.shimPid());
    stock.ctr("tasks", "rm", "-f", "a").ok();
    assertTrue(runs("b"));
  }

  @Test
  public void theProcessGoesSomeTimeAfterTheLastContainer() throws Exception {
    sleeper("c");
    assertTrue(stock.shimPid() > 0);
    stock.ctr("tasks", "rm", "-f", "c").ok();
    stock.ctr("containers", "rm", "c").ok();
    Stock.await("the process to go", () -> stock.shimPid() < 0);
    stock.awaitNothing();
  }

  @Test
  public void furtherProcessesRunInAContainer() {
    sleeper("c");
    Command said = exec("c", "sh", "-c", "echo further; exit 6");
    assertEquals(said.toString(), 6, said.code());
    assertEquals("further\n", said.out());
    assertTrue(stock.ctr("tasks", "ps", "c").ok().out().contains(pid("c")));
    assertTrue(stock.ctr("tasks", "metrics", "c").ok().out().contains("memory"));
  }

  @Test
  public void aTerminalIsOne() throws Exception {
    String line =
        "timeout --foreground 120 ctr -a %s/sock -n %s run --rm -t --runtime %s %s c sh -c 'tty; exit 7'"
            .formatted(stock.folder(), stock.namespace, Stock.SHIM, BusyboxImage.NAME);
    File screen = stock.folder().resolve("screen").toFile();
    Process script =
        new ProcessBuilder("script", "-qec", line, "/dev/null")
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(screen)
            .start();
    assertEquals(7, script.waitFor());
    assertTrue(Files.readString(screen.toPath()).contains("/dev/pts/0"));
  }

  @Test
  public void aTaskIsPausedAndResumed() {
    sleeper("c");
    stock.ctr("tasks", "pause", "c").ok();
    assertEquals(List.of("c " + pid("c") + " PAUSED"), stock.tasks());
    stock.ctr("tasks", "resume", "c").ok();
    assertTrue(runs("c"));
  }

  @Test
  public void aCheckpointThatFailsNamesCriuAndLeavesTheTaskAlone() {
    sleeper("c");
    Command taken = stock.ctr("tasks", "checkpoint", "c");
    // there are kernels on which the system's criu works, and systems without it
    assertTrue(taken.toString(), taken.code() == 0 || taken.err().contains("criu"));
    assertTrue(runs("c"));
  }

  @Test
  public void signalsArriveAndExitsAreKept() throws Exception {
    String script = "trap 'exit 9' TERM; touch /tmp/ready; while :; do sleep 0.1; done";
    run(List.of("-d"), "c", "sh", "-c", script).ok();
    Stock.await("the trap", () -> exec("c", "test", "-e", "/tmp/ready").code() == 0);
    stock.ctr("tasks", "kill", "c").ok();
    Stock.await("the end", () -> stock.tasks().equals(List.of("c " + pid("c") + " STOPPED")));
    Command removed = stock.ctr("tasks", "rm", "c");
    assertTrue(removed.toString(), removed.err().contains("exit code 9"));
  }

  @Test
  public void wrongCallsAreRefusedInTheWordsOfAShim() {
    sleeper("c");
    Command removed = stock.ctr("tasks", "rm", "c");
    assertEquals(1, removed.code());
    Command signalled = stock.ctr("tasks", "kill", "--exec-id", "none", "c");
    assertEquals(1, signalled.code());
    assertTrue(signalled.err(), signalled.err().contains("not found"));
    Command missing = run(List.of("--rm"), "m", "no-such-program");
    assertEquals(1, missing.code());
    assertTrue(missing.err(), missing.err().contains("OCI runtime create failed"));
    assertTrue(missing.err(), missing.err().contains("no-such-program"));
  }

  @Test
  public void twoNamespacesMayHaveContainersOfOneName() throws Exception {
    String other = stock.namespace + "-2";
    stock.ctrIn(other, "images", "import", BusyboxImage.archive().toString()).ok();
    sleeper("c");
    stock
        .ctrIn(
            other,
            "run",
            "-d",
            "--runtime",
            Stock.SHIM.toString(),
            BusyboxImage.NAME,
            "c",
            "sleep",
            "1000")
        .ok();
    stock.ctr("tasks", "rm", "-f", "c").ok();
    assertTrue(stock.ctrIn(other, "tasks", "ls").ok().out().contains("RUNNING"));
    stock.ctrIn(other, "tasks", "rm", "-f", "c").ok();
    stock.ctrIn(other, "containers", "rm", "c").ok();
  }

  @Test
  public void containersGoOnWhileContainerdIsDown() throws Exception {
    sleeper("a");
    run(List.of("-d"), "b", "sh", "-c", "sleep 1; exit 8").ok();
    String pid = pid("a");
    String ending = pid("b");
    long shim = stock.shimPid();
    stock.kill();
    assertTrue(lives(pid));
    Stock.await("the end of b", () -> !lives(ending));
    stock.start();
    assertEquals(shim, stock.shimPid());
    assertTrue(runs("a"));
    // containerd 2 itself removes, when it starts, what has ended
    if (stock.isUsual() || !pid("b").isEmpty()) {
      assertTrue(stock.ctr("tasks", "rm", "b").err().contains("exit code 8"));
    }
    assertEquals("again\n", exec("a", "echo", "again").ok().out());
  }

  @Test
  public void whatAKilledShimLeavesIsTakenAwayAndTheNextOneWorks() throws Exception {
    for (String id : List.of("a", "b", "c")) {
      sleeper(id);
    }
    String pid = pid("a");
    long shim = stock.shimPid();
    File heard = stock.folder().resolve("events").toFile();
    Process events =
        new ProcessBuilder("ctr", "-a", stock.folder() + "/sock", "-n", stock.namespace, "events")
            .redirectOutput(heard)
            .start();
    try {
      Stock.await("events are heard", () -> hears(heard));
      stock.killShim();
      Stock.await("no tasks", () -> stock.tasks().isEmpty());
      Stock.await("death", () -> !lives(pid));
      assertNotEquals(shim, stock.shimPid());
      for (String id : List.of("a", "b", "c")) {
        Stock.await("events of " + id, () -> told(heard, id) == 2);
      }
      assertTrue(Files.readString(heard.toPath()).contains("\"exit_status\":137"));
    } finally {
      events.destroy();
    }
    assertEquals(0, run(List.of("--rm"), "d", "true").code());
  }

  /** Has something told, until it is heard. */
  private static boolean hears(File heard) {
    stock.ctr("namespaces", "label", stock.namespace, "probe=" + System.nanoTime()).ok();
    try {
      return Files.readString(heard.toPath()).contains("/namespaces/update");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many ends of a task were told: an exit and a deletion. */
  private static int told(File heard, String id) {
    try {
      return Files.readString(heard.toPath()).split("\"container_id\":\"" + id + "\"", -1).length
          - 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  public void containersOutliveAShimThatWasKilledWhileContainerdWasDown() throws Exception {
    for (String id : List.of("a", "b", "c")) {
      sleeper(id);
    }
    List<String> pids = List.of(pid("a"), pid("b"), pid("c"));
    stock.kill();
    stock.killShim();
    assertTrue(pids.stream().allMatch(FeluccaShimIT::lives));
    stock.start();
    // the first that containerd misses is lost (the first few, where it looks for several at a
    // time); the shim that ends it has the others
    Stock.await("a shim", () -> stock.shimPid() > 0);
    assertTrue(stock.tasks().toString(), stock.tasks().size() >= (stock.isUsual() ? 2 : 1));
    for (String task : stock.ctr("tasks", "ls", "-q").ok().lines()) {
      assertTrue(pids.contains(pid(task)));
      assertEquals("on\n", exec(task, "echo", "on").ok().out());
    }
  }
}
