package io.felucca.shim.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.task.Exit;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.MountInfo;
import io.felucca.linux.Processes;
import io.felucca.linux.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** Shims that die, hang or are left over, with real ones. */
public class DeadShimTest {
  private final EventSink sink = new EventSink();
  private final RealShims shims = new RealShims(sink);

  @Rule public final RuleChain rules = RuleChain.outerRule(sink).around(shims);

  private void assertBuried(String id, int status) throws IOException, InterruptedException {
    RealShims.await("events", () -> shims.events.topics().size() == 2);
    assertEquals(List.of("/tasks/exit", "/tasks/delete"), shims.events.topics());
    Events.TaskExit exit = (Events.TaskExit) shims.events.events.get(0).payload();
    assertEquals(status, exit.exitStatus());
    assertEquals(id, exit.containerId());
    assertEquals(id, exit.id());
    assertEquals(shims.scope.namespace(), shims.events.events.get(0).namespace());
    assertGone(id);
  }

  private void assertGone(String id) throws IOException {
    assertFalse(Files.exists(shims.bundle(id)));
    String rootfs = shims.bundle(id).resolve("rootfs").toString();
    assertTrue(MountInfo.read().stream().noneMatch(m -> m.mountPoint().equals(rootfs)));
    Fault fault = assertThrows(Fault.class, () -> shims.manager.get(shims.scope, id));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void killedShimEndsItsTaskWith137() throws Exception {
    ShimTask task = shims.sleeper("a");
    CompletableFuture<Exit> waiting = task.exit(shims.scope, "");
    RealShims.killShim(task);
    Exit exit = waiting.orTimeout(120, TimeUnit.SECONDS).join();
    assertEquals(137, exit.status());
    assertEquals(task.pid(), exit.pid());
    assertBuried("a", 137);
    RealShims.await(
        "container's process is gone", () -> !Files.exists(Path.of("/proc/" + task.pid())));
    shims.sleeper("a"); // the ID is free again
  }

  @Test
  public void deletingATaskWhoseShimHasJustDiedTellsItsEnd() throws Exception {
    ShimTask task = shims.sleeper("a");
    RealShims.killShim(task);
    try {
      assertEquals(137, task.delete(shims.scope, "").status());
    } catch (Fault e) {
      assertEquals("buried before the call came", Fault.Kind.NOT_FOUND, e.kind());
    }
    assertBuried("a", 137);
  }

  @Test
  public void shimThatDiedWhileNobodyWatchedIsBuriedAtTheNextStart() throws Exception {
    ShimTask task = shims.sleeper("a");
    int shim = RealShims.shimPid(task);
    Path socket = RealShims.age(task);
    shims.stop();
    Processes.kill(shim, 9);
    shims.restart();
    assertBuried("a", 137);
    assertFalse(Files.exists(socket));
  }

  @Test
  public void programThatCannotCleanUpMakesTheStatus255() throws Exception {
    ShimTask task = shims.sleeper("a");
    Path program = shims.path("containerd-shim-broken-v2");
    Files.writeString(program, "#!/bin/sh\necho sorry >&2\nexit 3\n");
    program.toFile().setExecutable(true);
    Files.writeString(shims.bundle("a").resolve("shim-binary-path"), program.toString());
    RealShims.killShim(task);
    assertBuried("a", 255);
    // what nobody cleaned up
    String runcRoot = shims.path("state") + "/runc/" + shims.scope.namespace();
    Spawn.command("runc", "--root", runcRoot, "delete", "--force", "a").run();
  }

  @Test
  public void hangingShimNeitherHoldsUpTheStartNorLosesItsTask() throws Exception {
    ShimTask hangs = shims.sleeper("hangs");
    ShimTask works = shims.sleeper("works");
    int shim = RealShims.shimPid(hangs);
    Path socket = RealShims.age(hangs);
    shims.stop();
    Processes.kill(shim, 19);
    try {
      Timeouts short1 =
          new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(3));
      shims.manager = shims.fresh(short1);
      shims.manager.start();
      assertEquals(works.pid(), shims.manager.get(shims.scope, "works").pid());
      ShimTask kept = (ShimTask) shims.manager.get(shims.scope, "hangs");
      Scope soon = shims.scope.withDeadline(Instant.now().plusMillis(500));
      Fault fault = assertThrows(Fault.class, () -> kept.state(soon, ""));
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
      Processes.kill(shim, 18);
      RealShims.await("shim answers", () -> kept.pid() == hangs.pid());
      assertEquals(TaskStatus.RUNNING, kept.state(shims.scope, "").status());
      assertTrue(shims.events.events.isEmpty());
      Processes.kill(shim, 9);
      assertBuried("hangs", 137);
    } finally {
      kill(shim);
      Files.deleteIfExists(socket);
    }
  }

  private static void kill(int pid) {
    try {
      Processes.kill(pid, 9);
    } catch (IOException e) {
      return; // has ended
    }
  }

  @Test
  public void everyTaskOfASharedShimIsBuried() throws Exception {
    String group = "\"io.containerd.runc.v2.group\":\"pod\"";
    ShimTask one = shims.started(shims.spec("one", group, "sleep", "1000"));
    ShimTask two = shims.started(shims.spec("two", group, "sleep", "1000"));
    assertEquals(one.address(), two.address());
    assertEquals(RealShims.shimPid(one), RealShims.shimPid(two));
    RealShims.killShim(one);
    assertEquals(137, shims.exit(one).status());
    assertEquals(137, shims.exit(two).status());
    RealShims.await("events", () -> shims.events.topics().size() == 4);
    assertGone("one");
    assertGone("two");
  }

  @Test
  public void sharedShimLivesUntilItsLastTask() throws Exception {
    String group = "\"io.kubernetes.cri.sandbox-id\":\"pod\"";
    ShimTask one = shims.started(shims.spec("one", group, "true"));
    ShimTask two = shims.started(shims.spec("two", group, "sleep", "1000"));
    int shim = RealShims.shimPid(two);
    shims.exit(one);
    one.delete(shims.scope, "");
    assertEquals(shim, RealShims.shimPid(two));
    ShimTask again = shims.started(shims.spec("one", group, "sleep", "1000"));
    assertEquals(shim, RealShims.shimPid(again));
    shims.restart();
    assertEquals(2, shims.manager.list(shims.scope).size());
    assertTrue(shims.events.events.isEmpty());
  }

  @Test
  public void shimWithoutATaskIsLetGo() throws Exception {
    ShimTask task = shims.started(shims.spec("a", "", "true"));
    shims.exit(task);
    int shim = RealShims.shimPid(task);
    // a crash between the shim's start and the task's creation looks like this
    task.link().api().delete(Duration.ofSeconds(5), "");
    shims.restart();
    assertGone("a");
    RealShims.await("shim has ended", () -> !isAlive(shim));
    assertTrue("nothing was running", shims.events.events.isEmpty());
  }

  private static boolean isAlive(int pid) {
    try {
      return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  public void emptyFolderOfACrashIsRemoved() throws Exception {
    Files.createDirectories(shims.bundle("empty"));
    Files.createDirectories(shims.bundle(".hidden"));
    shims.restart();
    assertFalse(Files.exists(shims.bundle("empty")));
    assertFalse(Files.exists(shims.bundle(".hidden")));
    assertTrue(shims.events.events.isEmpty());
  }
}
