package io.felucca.cgroups;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.felucca.wire.cgroups.v1.MemoryEntry;
import io.felucca.wire.cgroups.v1.MemoryOomControl;
import io.felucca.wire.cgroups.v1.MemoryStat;
import io.felucca.wire.cgroups.v1.Metrics;
import java.nio.file.Path;
import java.util.Map;

/** Memory in version 1. */
final class V1Memory {
  /** Where the message's names differ from the kernel's. */
  private static final Map<String, String> NAMES =
      Map.of(
          "pg_pg_in", "pgpgin",
          "pg_pg_out", "pgpgout",
          "pg_fault", "pgfault",
          "pg_maj_fault", "pgmajfault",
          "hierarchical_swap_limit", "hierarchical_memsw_limit",
          "total_pg_pg_in", "total_pgpgin",
          "total_pg_pg_out", "total_pgpgout",
          "total_pg_fault", "total_pgfault",
          "total_pg_maj_fault", "total_pgmajfault");

  private V1Memory() {}

  static void add(Path folder, Metrics.Builder all) {
    MemoryStat.Builder memory = MemoryStat.newBuilder();
    Fields.fill(memory, StatFile.of(folder, "memory.stat").values(), V1Memory::name);
    all.setMemory(
        memory
            .setUsage(entry(folder, "memory."))
            .setSwap(entry(folder, "memory.memsw."))
            .setKernel(entry(folder, "memory.kmem."))
            .setKernelTcp(entry(folder, "memory.kmem.tcp.")));
    MemoryOomControl.Builder oom = MemoryOomControl.newBuilder();
    Map<String, Long> values = StatFile.of(folder, "memory.oom_control").values();
    Fields.fill(oom, values, FieldDescriptor::getName);
    all.setMemoryOomControl(oom);
  }

  private static String name(FieldDescriptor field) {
    return NAMES.getOrDefault(field.getName(), field.getName());
  }

  private static MemoryEntry entry(Path folder, String start) {
    return MemoryEntry.newBuilder()
        .setLimit(StatFile.of(folder, start + "limit_in_bytes").number())
        .setUsage(StatFile.of(folder, start + "usage_in_bytes").number())
        .setMax(StatFile.of(folder, start + "max_usage_in_bytes").number())
        .setFailcnt(StatFile.of(folder, start + "failcnt").number())
        .build();
  }
}
