package io.felucca.cgroups;

import io.felucca.wire.cgroups.v1.CPUStat;
import io.felucca.wire.cgroups.v1.CPUUsage;
import io.felucca.wire.cgroups.v1.HugetlbStat;
import io.felucca.wire.cgroups.v1.Metrics;
import io.felucca.wire.cgroups.v1.PidsStat;
import io.felucca.wire.cgroups.v1.RdmaEntry;
import io.felucca.wire.cgroups.v1.RdmaStat;
import io.felucca.wire.cgroups.v1.Throttle;
import java.nio.file.Path;
import java.util.Map;

/** Counters of version 1. A controller that is not there counts nothing. */
final class V1Metrics {
  /** USER_HZ, in which cpuacct.stat counts on all architectures of ours. */
  private static final long NANOS_PER_TICK = 1_000_000_000L / 100;

  private V1Metrics() {}

  static Metrics of(Cgroup group) {
    Metrics.Builder all = Metrics.newBuilder();
    group.folder("hugetlb").ifPresent(folder -> hugetlb(folder, all));
    group.folder("pids").ifPresent(folder -> all.setPids(pids(folder)));
    all.setCpu(cpu(group));
    group.folder("memory").ifPresent(folder -> V1Memory.add(folder, all));
    group.folder("blkio").ifPresent(folder -> all.setBlkio(V1BlockIo.of(folder)));
    group.folder("rdma").ifPresent(folder -> all.setRdma(rdma(folder)));
    return all.build();
  }

  private static void hugetlb(Path folder, Metrics.Builder all) {
    for (String size : PageSizes.in(folder, ".usage_in_bytes")) {
      String name = "hugetlb." + size;
      all.addHugetlb(
          HugetlbStat.newBuilder()
              .setPagesize(size)
              .setUsage(StatFile.of(folder, name + ".usage_in_bytes").number())
              .setMax(StatFile.of(folder, name + ".max_usage_in_bytes").number())
              .setFailcnt(StatFile.of(folder, name + ".failcnt").number()));
    }
  }

  private static PidsStat pids(Path folder) {
    return PidsStat.newBuilder()
        .setCurrent(StatFile.of(folder, "pids.current").number())
        .setLimit(StatFile.of(folder, "pids.max").number())
        .build();
  }

  private static CPUStat cpu(Cgroup group) {
    CPUUsage.Builder usage = CPUUsage.newBuilder();
    group.folder("cpuacct").ifPresent(folder -> usage(folder, usage));
    Throttle.Builder throttle = Throttle.newBuilder();
    group.folder("cpu").ifPresent(folder -> throttling(folder, throttle));
    return CPUStat.newBuilder().setUsage(usage).setThrottling(throttle).build();
  }

  private static void usage(Path folder, CPUUsage.Builder usage) {
    Map<String, Long> ticks = StatFile.of(folder, "cpuacct.stat").values();
    usage.setTotal(StatFile.of(folder, "cpuacct.usage").number());
    usage.setUser(ticks.getOrDefault("user", 0L) * NANOS_PER_TICK);
    usage.setKernel(ticks.getOrDefault("system", 0L) * NANOS_PER_TICK);
    for (String[] row : StatFile.of(folder, "cpuacct.usage_percpu").rows()) {
      for (String nanos : row) {
        usage.addPerCpu(StatFile.number(nanos, 0));
      }
    }
  }

  private static void throttling(Path folder, Throttle.Builder throttle) {
    Map<String, Long> values = StatFile.of(folder, "cpu.stat").values();
    throttle
        .setPeriods(values.getOrDefault("nr_periods", 0L))
        .setThrottledPeriods(values.getOrDefault("nr_throttled", 0L))
        .setThrottledTime(values.getOrDefault("throttled_time", 0L));
  }

  private static RdmaStat rdma(Path folder) {
    RdmaStat.Builder all = RdmaStat.newBuilder();
    Rdma.of(folder, "rdma.current").forEach(each -> all.addCurrent(entry(each)));
    Rdma.of(folder, "rdma.max").forEach(each -> all.addLimit(entry(each)));
    return all.build();
  }

  private static RdmaEntry entry(Rdma device) {
    return RdmaEntry.newBuilder()
        .setDevice(device.name())
        .setHcaHandles(device.handles())
        .setHcaObjects(device.objects())
        .build();
  }
}
