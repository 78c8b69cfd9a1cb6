package io.felucca.cgroups;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.wire.cgroups.v2.IOEntry;
import io.felucca.wire.cgroups.v2.MemoryStat;
import io.felucca.wire.cgroups.v2.Metrics;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Version 2, on files as a kernel shows them. */
public class UnifiedTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path group;
  private Cgroup cgroup;

  @Before
  public void make() throws IOException {
    group = folder.newFolder("pod", "c1").toPath();
    CgroupMounts mounts = new CgroupMounts(Map.of(), folder.getRoot().toPath());
    cgroup = new Cgroup(mounts, CgroupPaths.parse("0::/pod/c1\n"));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(group.resolve(name), text);
  }

  /** What is written through memory, nobody is notified of. */
  private void silently(String name, String text) throws IOException {
    try (FileChannel file =
        FileChannel.open(group.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.map(FileChannel.MapMode.READ_WRITE, 0, text.length()).put(text.getBytes());
    }
  }

  private Metrics metrics() throws IOException {
    TypedValue value = cgroup.metrics();
    assertEquals("io.containerd.cgroups.v2.Metrics", value.typeUrl());
    return Metrics.parseFrom(value.bytes());
  }

  @Test
  public void timeOfProcessorsIsRead() throws IOException {
    file(
        "cpu.stat",
        """
        usage_usec 21123456
        user_usec 11000000
        system_usec 10123456
        nice_usec 0
        core_sched.force_idle_usec 0
        nr_periods 120
        nr_throttled 7
        throttled_usec 345678
        nr_bursts 2
        burst_usec 99
        """);
    file(
        "cpu.pressure",
        """
        some avg10=1.53 avg60=0.87 avg300=0.20 total=1234567
        full avg10=0.50 avg60=0.10 avg300=0.01 total=234567
        """);
    Metrics metrics = metrics();
    assertEquals(21123456, metrics.getCpu().getUsageUsec());
    assertEquals(11000000, metrics.getCpu().getUserUsec());
    assertEquals(10123456, metrics.getCpu().getSystemUsec());
    assertEquals(120, metrics.getCpu().getNrPeriods());
    assertEquals(7, metrics.getCpu().getNrThrottled());
    assertEquals(345678, metrics.getCpu().getThrottledUsec());
    assertEquals(2, metrics.getCpu().getNrBursts());
    assertEquals(99, metrics.getCpu().getBurstUsec());
    assertEquals(1.53, metrics.getCpu().getPsi().getSome().getAvg10(), 0);
    assertEquals(0.01, metrics.getCpu().getPsi().getFull().getAvg300(), 0);
    assertEquals(234567, metrics.getCpu().getPsi().getFull().getTotal());
  }

  @Test
  public void memoryIsRead() throws IOException {
    file(
        "memory.stat",
        """
        anon 5242880
        file 12345344
        kernel 1245184
        kernel_stack 32768
        pagetables 135168
        sock 4096
        shmem 8192
        file_mapped 2433024
        file_dirty 12288
        file_writeback 4096
        anon_thp 2097152
        inactive_anon 5300000
        active_anon 4096
        inactive_file 8000000
        active_file 4345344
        unevictable 1
        slab_reclaimable 500000
        slab_unreclaimable 300000
        slab 800000
        workingset_refault_anon 3
        workingset_refault_file 4
        workingset_activate_anon 5
        workingset_activate_file 6
        workingset_nodereclaim 7
        pgscan 11
        pgsteal 12
        pgfault 4321
        pgmajfault 21
        pgrefill 13
        pgactivate 14
        pgdeactivate 15
        pglazyfree 16
        pglazyfreed 17
        thp_fault_alloc 18
        thp_collapse_alloc 19
        """);
    file("memory.current", "20971520\n");
    file("memory.max", "max\n");
    file("memory.peak", "30000000\n");
    file("memory.swap.current", "0\n");
    file("memory.swap.max", "67108864\n");
    file("memory.swap.peak", "4096\n");
    MemoryStat memory = metrics().getMemory();
    assertEquals(5242880, memory.getAnon());
    assertEquals(800000, memory.getSlab());
    assertEquals(2097152, memory.getAnonThp());
    assertEquals(4321, memory.getPgfault());
    assertEquals(7, memory.getWorkingsetNodereclaim());
    assertEquals(3, memory.getWorkingsetRefaultAnon());
    assertEquals(6, memory.getWorkingsetActivateFile());
    assertEquals(19, memory.getThpCollapseAlloc());
    assertEquals(20971520, memory.getUsage());
    assertEquals("no limit is the largest number", -1, memory.getUsageLimit());
    assertEquals(30000000, memory.getMaxUsage());
    assertEquals(67108864, memory.getSwapLimit());
    assertEquals(4096, memory.getSwapMaxUsage());
    assertFalse("not told before kernel 4.20", memory.hasPsi());
  }

  @Test
  public void devicesProcessesAndEventsAreRead() throws IOException {
    file("pids.current", "3\n");
    file("pids.max", "100\n");
    file(
        "io.stat",
        """
        8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=50331648 dios=3021
        253:1\s
        259:2 rbytes=1 wbytes=2 rios=3 wios=4
        """);
    file("rdma.current", "mlx4_0 hca_handle=2 hca_object=2000\n");
    file("rdma.max", "mlx4_0 hca_handle=max hca_object=3000\n");
    file("hugetlb.2MB.current", "4194304\n");
    file("hugetlb.2MB.max", "max\n");
    file("hugetlb.2MB.events", "max 5\n");
    file("hugetlb.2MB.rsvd.current", "0\n");
    file("memory.events", "low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6\n");
    Metrics metrics = metrics();
    assertEquals(3, metrics.getPids().getCurrent());
    assertEquals(100, metrics.getPids().getLimit());
    List<IOEntry> devices = metrics.getIo().getUsageList();
    assertEquals(2, devices.size());
    assertEquals(299008000, devices.get(0).getWbytes());
    assertEquals(8950, devices.get(0).getRios());
    assertEquals(259, devices.get(1).getMajor());
    assertEquals("mlx4_0", metrics.getRdma().getCurrent(0).getDevice());
    assertEquals(-1, metrics.getRdma().getLimit(0).getHcaHandles());
    assertEquals(3000, metrics.getRdma().getLimit(0).getHcaObjects());
    assertEquals(1, metrics.getHugetlbCount());
    assertEquals("2MB", metrics.getHugetlb(0).getPagesize());
    assertEquals(4194304, metrics.getHugetlb(0).getCurrent());
    assertEquals(5, metrics.getHugetlb(0).getFailcnt());
    assertEquals(4, metrics.getMemoryEvents().getOom());
    assertEquals(6, metrics.getMemoryEvents().getOomGroupKill());
  }

  @Test
  public void controllersThatAreNotEnabledCountNothing() throws IOException {
    Metrics metrics = metrics();
    assertEquals(0, metrics.getPids().getCurrent());
    assertEquals(MemoryStat.getDefaultInstance(), metrics.getMemory());
    assertFalse(metrics.hasMemoryEvents());
  }

  @Test
  public void processesBelowAreItsOwn() throws IOException {
    file("cgroup.procs", "11\n12\n");
    Path below = Files.createDirectory(group.resolve("init.scope"));
    Files.writeString(below.resolve("cgroup.procs"), "13\n");
    assertEquals(List.of(11, 12, 13), cgroup.pids());
  }

  @Test
  public void goneGroupHasNothing() throws IOException {
    Files.delete(group);
    assertFalse(cgroup.exists());
    assertEquals(List.of(), cgroup.pids());
    cgroup.remove();
    cgroup.killAll();
    cgroup.freeze();
    assertFalse(cgroup.isFrozen());
    Fault fault = assertThrows(Fault.class, cgroup::metrics);
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void frozenGroupIsSeen() throws IOException {
    file("cgroup.freeze", "0\n");
    file("cgroup.events", "populated 1\nfrozen 1\n");
    cgroup.freeze();
    assertEquals("1", Files.readString(group.resolve("cgroup.freeze")).strip());
    assertTrue(cgroup.isFrozen());
    cgroup.thaw();
    assertTrue(Files.readString(group.resolve("cgroup.freeze")).startsWith("0"));
  }

  @Test
  public void killedProcessesAreToldOnce() throws Exception {
    file("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 3\n");
    CountDownLatch killed = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    try (OomWatcher watcher = new OomWatcher();
        OomWatch watch = watcher.watch(cgroup, killed::countDown)) {
      file("memory.events", "low 9\nhigh 9\nmax 9\noom 0\noom_kill 3\n");
      Path next = folder.newFolder("pod", "c2").toPath();
      Files.writeString(next.resolve("memory.events"), "oom_kill 0\n");
      CgroupMounts mounts = new CgroupMounts(Map.of(), folder.getRoot().toPath());
      Cgroup second = new Cgroup(mounts, CgroupPaths.parse("0::/pod/c2\n"));
      try (OomWatch secondWatch = watcher.watch(second, other::countDown)) {
        Files.writeString(next.resolve("memory.events"), "oom_kill 1\n");
        assertTrue(other.await(120, TimeUnit.SECONDS));
      }
      assertEquals("a limit that was met kills nobody", 1, killed.getCount());
      file("memory.events", "low 9\nhigh 9\nmax 9\noom 1\noom_kill 4\n");
      assertTrue(killed.await(120, TimeUnit.SECONDS));
    }
  }

  @Test
  public void whatWasNotNotifiedIsSeenByWhoLooks() throws Exception {
    file("memory.events", "oom_kill 0\n");
    CountDownLatch killed = new CountDownLatch(1);
    try (OomWatcher watcher = new OomWatcher();
        OomWatch watch = watcher.watch(cgroup, killed::countDown)) {
      watch.look();
      assertEquals(1, killed.getCount());
      silently("memory.events", "oom_kill 1\n");
      watch.look();
      assertEquals(0, killed.getCount());
    }
  }
}
