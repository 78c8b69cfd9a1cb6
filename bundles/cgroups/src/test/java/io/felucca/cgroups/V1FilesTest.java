package io.felucca.cgroups;

import static org.junit.Assert.assertEquals;

import io.felucca.wire.cgroups.v1.BlkIOEntry;
import io.felucca.wire.cgroups.v1.BlkIOStat;
import io.felucca.wire.cgroups.v1.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files of version 1 that this machine may not have. */
public class V1FilesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path file(String controller, String name, String text) throws IOException {
    Path group = folder.getRoot().toPath().resolve(controller).resolve("c");
    Files.createDirectories(group);
    Files.writeString(group.resolve(name), text);
    return group;
  }

  private Cgroup cgroup(String... controllers) {
    Map<String, Path> mounts = new java.util.HashMap<>();
    for (String controller : controllers) {
      mounts.put(controller, folder.getRoot().toPath().resolve(controller));
    }
    CgroupMounts all = new CgroupMounts(mounts, null);
    return new Cgroup(all, CgroupPaths.everywhere("/c", all));
  }

  @Test
  public void throttledDevicesAreReadWhereNoSchedulerCounts() throws IOException {
    Path group =
        file(
            "blkio",
            "blkio.throttle.io_service_bytes",
            "8:0 Read 4096\n8:0 Write 8192\n8:0 Total 12288\nTotal 12288\n");
    file("blkio", "blkio.throttle.io_serviced", "8:0 Read 1\nTotal 1\n");
    BlkIOStat stat = V1BlockIo.of(group);
    assertEquals(3, stat.getIoServiceBytesRecursiveCount());
    BlkIOEntry first = stat.getIoServiceBytesRecursive(0);
    assertEquals("Read", first.getOp());
    assertEquals(8, first.getMajor());
    assertEquals(0, first.getMinor());
    assertEquals(4096, first.getValue());
    assertEquals(1, stat.getIoServicedRecursiveCount());
  }

  @Test
  public void devicesAreReadFromTheSchedulerWhereItCounts() throws IOException {
    Path group = file("blkio", "blkio.io_serviced_recursive", "8:16 Sync 5\n");
    file("blkio", "blkio.sectors_recursive", "8:16 1234\n");
    file("blkio", "blkio.throttle.io_serviced", "8:16 Read 1\n");
    BlkIOStat stat = V1BlockIo.of(group);
    assertEquals("Sync", stat.getIoServicedRecursive(0).getOp());
    assertEquals("", stat.getSectorsRecursive(0).getOp());
    assertEquals(1234, stat.getSectorsRecursive(0).getValue());
  }

  @Test
  public void devicesHaveTheNamesOfThePartitions() throws IOException {
    Path group =
        file(
            "x",
            "partitions",
            "major minor  #blocks  name\n\n   8        0  100 sda\n 8 0 100 again\n 253 1 9 vda1\n");
    assertEquals(
        Map.of("8:0", "/dev/sda", "253:1", "/dev/vda1"),
        V1BlockIo.devices(StatFile.of(group, "partitions")));
  }

  @Test
  public void hugePagesAndTimesAreRead() throws IOException {
    file("hugetlb", "hugetlb.2MB.usage_in_bytes", "2097152\n");
    file("hugetlb", "hugetlb.2MB.max_usage_in_bytes", "4194304\n");
    file("hugetlb", "hugetlb.2MB.failcnt", "3\n");
    file("hugetlb", "hugetlb.2MB.rsvd.usage_in_bytes", "1\n");
    file("cpuacct", "cpuacct.usage", "1500000000\n");
    file("cpuacct", "cpuacct.stat", "user 100\nsystem 50\n");
    file("cpuacct", "cpuacct.usage_percpu", "1000000000 500000000 \n");
    file("cpu", "cpu.stat", "nr_periods 9\nnr_throttled 4\nthrottled_time 123456789\n");
    file("pids", "pids.max", "max\n");
    Metrics metrics = V1Metrics.of(cgroup("hugetlb", "cpuacct", "cpu", "pids"));
    assertEquals(1, metrics.getHugetlbCount());
    assertEquals("2MB", metrics.getHugetlb(0).getPagesize());
    assertEquals(4194304, metrics.getHugetlb(0).getMax());
    assertEquals(3, metrics.getHugetlb(0).getFailcnt());
    assertEquals(1_000_000_000L, metrics.getCpu().getUsage().getUser());
    assertEquals(500_000_000L, metrics.getCpu().getUsage().getKernel());
    assertEquals(2, metrics.getCpu().getUsage().getPerCpuCount());
    assertEquals(123456789, metrics.getCpu().getThrottling().getThrottledTime());
    assertEquals(0, metrics.getPids().getLimit());
  }

  @Test
  public void memoryHasTheKernelsNames() throws IOException {
    file(
        "memory",
        "memory.stat",
        "cache 1\nrss 2\nrss_huge 3\npgpgin 4\npgmajfault 5\nhierarchical_memsw_limit 6\n"
            + "total_pgpgout 7\ntotal_pgfault 8\ntotal_unevictable 9\nswap 10\n");
    file("memory", "memory.oom_control", "oom_kill_disable 1\nunder_oom 0\noom_kill 2\n");
    file("memory", "memory.kmem.tcp.failcnt", "11\n");
    Metrics metrics = V1Metrics.of(cgroup("memory"));
    assertEquals(1, metrics.getMemory().getCache());
    assertEquals(4, metrics.getMemory().getPgPgIn());
    assertEquals(5, metrics.getMemory().getPgMajFault());
    assertEquals(6, metrics.getMemory().getHierarchicalSwapLimit());
    assertEquals(7, metrics.getMemory().getTotalPgPgOut());
    assertEquals(8, metrics.getMemory().getTotalPgFault());
    assertEquals(9, metrics.getMemory().getTotalUnevictable());
    assertEquals(11, metrics.getMemory().getKernelTcp().getFailcnt());
    assertEquals("the entry of that name is a file's", 0, metrics.getMemory().getSwap().getUsage());
    assertEquals(1, metrics.getMemoryOomControl().getOomKillDisable());
    assertEquals(2, metrics.getMemoryOomControl().getOomKill());
  }
}
