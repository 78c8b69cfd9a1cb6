package io.felucca.cgroups;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.felucca.wire.cgroups.v2.CPUStat;
import io.felucca.wire.cgroups.v2.HugeTlbStat;
import io.felucca.wire.cgroups.v2.IOEntry;
import io.felucca.wire.cgroups.v2.IOStat;
import io.felucca.wire.cgroups.v2.MemoryEvents;
import io.felucca.wire.cgroups.v2.MemoryStat;
import io.felucca.wire.cgroups.v2.Metrics;
import io.felucca.wire.cgroups.v2.PidsStat;
import io.felucca.wire.cgroups.v2.RdmaEntry;
import io.felucca.wire.cgroups.v2.RdmaStat;
import java.nio.file.Path;
import java.util.Map;

/** Counters of version 2. A controller that is not enabled counts nothing. */
final class V2Metrics {
  private final Path folder;

  private V2Metrics(Path folder) {
    this.folder = folder;
  }

  static Metrics of(Cgroup group) {
    return new V2Metrics(group.main().orElseThrow()).all();
  }

  private Metrics all() {
    Metrics.Builder all = Metrics.newBuilder();
    all.setPids(
        PidsStat.newBuilder().setCurrent(limit("pids.current")).setLimit(limit("pids.max")));
    all.setCpu(cpu()).setMemory(memory()).setIo(io()).setRdma(rdma());
    hugetlb(all);
    events(all);
    return all.build();
  }

  private long limit(String file) {
    return file(file).limit();
  }

  private StatFile file(String name) {
    return StatFile.of(folder, name);
  }

  private CPUStat cpu() {
    CPUStat.Builder cpu = CPUStat.newBuilder();
    Fields.fill(cpu, file("cpu.stat").values(), FieldDescriptor::getName);
    Pressure.of(file("cpu.pressure")).ifPresent(cpu::setPsi);
    return cpu.build();
  }

  private MemoryStat memory() {
    MemoryStat.Builder memory = MemoryStat.newBuilder();
    Map<String, Long> values = file("memory.stat").values();
    if (values.isEmpty()) {
      return memory.build();
    }
    Fields.fill(memory, values, FieldDescriptor::getName);
    Pressure.of(file("memory.pressure")).ifPresent(memory::setPsi);
    return memory
        .setUsage(limit("memory.current"))
        .setUsageLimit(limit("memory.max"))
        .setMaxUsage(limit("memory.peak"))
        .setSwapUsage(limit("memory.swap.current"))
        .setSwapLimit(limit("memory.swap.max"))
        .setSwapMaxUsage(limit("memory.swap.peak"))
        .build();
  }

  private IOStat io() {
    IOStat.Builder io = IOStat.newBuilder();
    for (String[] row : file("io.stat").rows()) {
      int colon = row[0].indexOf(':');
      if (colon > 0 && row.length > 1) {
        io.addUsage(device(row, colon));
      }
    }
    Pressure.of(file("io.pressure")).ifPresent(io::setPsi);
    return io.build();
  }

  private static IOEntry device(String[] row, int colon) {
    IOEntry.Builder device =
        IOEntry.newBuilder()
            .setMajor(StatFile.number(row[0].substring(0, colon), 0))
            .setMinor(StatFile.number(row[0].substring(colon + 1), 0));
    Fields.fill(device, Words.numbers(row), FieldDescriptor::getName);
    return device.build();
  }

  private RdmaStat rdma() {
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

  private void hugetlb(Metrics.Builder all) {
    for (String size : PageSizes.in(folder, ".current")) {
      String name = "hugetlb." + size;
      all.addHugetlb(
          HugeTlbStat.newBuilder()
              .setPagesize(size)
              .setCurrent(limit(name + ".current"))
              .setMax(limit(name + ".max"))
              .setFailcnt(file(name + ".events").values().getOrDefault("max", 0L)));
    }
  }

  private void events(Metrics.Builder all) {
    Map<String, Long> values = file("memory.events").values();
    if (!values.isEmpty()) {
      MemoryEvents.Builder events = MemoryEvents.newBuilder();
      Fields.fill(events, values, FieldDescriptor::getName);
      all.setMemoryEvents(events);
    }
  }
}
