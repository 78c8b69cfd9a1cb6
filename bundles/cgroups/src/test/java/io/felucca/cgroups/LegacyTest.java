package io.felucca.cgroups;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.linux.Child;
import io.felucca.linux.Signals;
import io.felucca.linux.Spawn;
import io.felucca.wire.cgroups.v1.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Version 1, of this machine. */
public class LegacyTest {
  private final String name = "/felucca-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<Child> children = new ArrayList<>();
  private CgroupMounts mounts;
  private Cgroup cgroup;

  @Before
  public void make() throws IOException {
    mounts = CgroupMounts.ofHost();
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    assumeTrue(
        "needs version 1", !mounts.isUnified() && mounts.controllers().containsKey("memory"));
    for (Path mount : mounts.controllers().values()) {
      if (!mount.endsWith("cpuset")) { // takes no process before it is set up
        Files.createDirectories(mount.resolve(name.substring(1)));
      }
    }
    cgroup = Cgroup.at(name);
  }

  @After
  public void clean() {
    if (cgroup != null) {
      cgroup.killAll();
      children.forEach(Child::close);
      cgroup.remove();
      assertFalse(cgroup.exists());
    }
  }

  /** A shell that waits for a line before it goes on, so that it can be moved first. */
  private Child run(String shell) throws IOException {
    Child child = Spawn.command("sh", "-c", "kill -STOP $$; " + shell).newSession().start();
    children.add(child);
    awaitStopped(child.pid());
    cgroup.add(child.pid());
    child.signal(Signals.SIGCONT);
    return child;
  }

  private static void awaitStopped(int pid) throws IOException {
    Path stat = Path.of("/proc", Integer.toString(pid), "stat");
    while (!Files.readString(stat).contains(") T ")) {
      Thread.onSpinWait();
    }
  }

  private Path memory(String file) {
    return cgroup.folder("memory").orElseThrow().resolve(file);
  }

  private Metrics metrics() throws IOException {
    TypedValue value = cgroup.metrics();
    assertEquals("io.containerd.cgroups.v1.Metrics", value.typeUrl());
    return Metrics.parseFrom(value.bytes());
  }

  @Test
  public void countersAreThoseOfTheFiles() throws Exception {
    run("sleep 1000");
    Files.writeString(memory("memory.limit_in_bytes"), "67108864");
    while (cgroup.pids().size() < 2) {
      Thread.sleep(1);
    }
    cgroup.freeze();
    Metrics metrics = metrics();
    assertEquals(2, metrics.getPids().getCurrent());
    assertEquals("no limit", 0, metrics.getPids().getLimit());
    assertEquals(67108864, metrics.getMemory().getUsage().getLimit());
    assertTrue(metrics.getMemory().getUsage().getUsage() > 0);
    assertTrue(metrics.getMemory().getUsage().getMax() > 0);
    assertEquals(67108864, metrics.getMemory().getHierarchicalMemoryLimit());
    assertTrue(metrics.getCpu().getUsage().getTotal() > 0);
    assertEquals(
        metrics.getCpu().getUsage().getTotal(),
        metrics.getCpu().getUsage().getPerCpuList().stream().mapToLong(Long::longValue).sum());
    assertTrue(metrics.getCpu().hasThrottling());
    assertEquals(0, metrics.getMemoryOomControl().getOomKill());
    assertTrue(metrics.hasBlkio());
  }

  @Test
  public void groupOfAProcessIsFoundAgain() throws Exception {
    Child child = run("sleep 1000");
    Cgroup found = Cgroup.of(child.pid());
    assertTrue(found.pids().contains(child.pid()));
    assertEquals(found.pids(), Cgroup.read(found.paths()).pids());
  }

  @Test
  public void groupsThatAreNotItsOwnAreNobodys() {
    Fault own = assertThrows(Fault.class, () -> Cgroup.of((int) ProcessHandle.current().pid()));
    assertEquals(Fault.Kind.NOT_FOUND, own.kind());
    Fault gone = assertThrows(Fault.class, () -> Cgroup.of(Integer.MAX_VALUE));
    assertEquals(Fault.Kind.NOT_FOUND, gone.kind());
    Cgroup root = Cgroup.at("/");
    assertFalse(root.exists());
    root.killAll();
    root.remove();
  }

  @Test
  public void ourOwnGroupIsNotKilled() throws Exception {
    Cgroup own = Cgroup.read(CgroupPaths.of("self").text());
    assumeTrue("needs to be in a group of some controller", own.main().isPresent());
    Fault fault = assertThrows(Fault.class, own::killAll);
    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
  }

  @Test
  public void frozenAndForkingProcessesAreKilled() throws Exception {
    Child frozen = run("sleep 1000");
    cgroup.freeze();
    assertTrue(cgroup.isFrozen());
    cgroup.killAll();
    assertEquals(137, frozen.waitFor());
    run("while :; do (sleep 5 &) ; sleep 0.02; done");
    while (cgroup.pids().size() < 10) {
      Thread.sleep(1);
    }
    cgroup.killAll();
    assertEquals(List.of(), cgroup.pids());
  }

  @Test
  public void allAreSignalled() throws Exception {
    Child child = run("sleep 1000");
    assertTrue(cgroup.signalAll(Signals.SIGTERM));
    assertEquals(143, child.waitFor());
    while (!cgroup.pids().isEmpty()) {
      Thread.sleep(1);
    }
    assertFalse(cgroup.signalAll(Signals.SIGTERM));
  }

  @Test
  public void groupInUseIsNotRemoved() throws Exception {
    run("sleep 1000");
    Fault fault = assertThrows(Fault.class, cgroup::remove);
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
    assertTrue(cgroup.exists());
  }

  @Test
  public void groupsBelowAreRemovedToo() throws Exception {
    Files.createDirectories(memory("below/deeper"));
    cgroup.remove();
    assertFalse(cgroup.exists());
  }

  @Test
  public void lackOfMemoryIsTold() throws Exception {
    Semaphore ooms = new Semaphore(0);
    try (OomWatcher watcher = new OomWatcher();
        AutoCloseable watch = watcher.watch(cgroup, ooms::release)) {
      Files.writeString(memory("memory.limit_in_bytes"), "4194304");
      Child greedy = run("x=$(head -c 100000000 /dev/zero | tr '\\0' x); sleep 1000");
      assertTrue(ooms.tryAcquire(120, TimeUnit.SECONDS));
      cgroup.killAll();
      greedy.waitFor();
      assertTrue(metrics().getMemoryOomControl().getOomKill() > 0);
      assertTrue(metrics().getMemory().getUsage().getFailcnt() > 0);
    }
  }

  @Test
  public void removedGroupIsNotOutOfMemory() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (OomWatcher watcher = new OomWatcher()) {
      watcher.watch(cgroup, told::countDown);
      cgroup.remove();
      assertFalse(told.await(Duration.ofMillis(300).toMillis(), TimeUnit.MILLISECONDS));
      Fault fault = assertThrows(Fault.class, () -> watcher.watch(cgroup, told::countDown));
      assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    }
  }
}
