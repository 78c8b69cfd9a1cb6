package io.felucca.server.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;

/** What the virtual machine knows of itself; asked for only when somebody looks. */
final class Jvm {
  private static final double MILLIS = 1000;

  private final Exposition to;

  Jvm(Exposition to) {
    this.to = to;
  }

  void write() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    MemoryUsage other = memory.getNonHeapMemoryUsage();
    areas("jvm_memory_bytes_used", "Memory in use.", heap.getUsed(), other.getUsed());
    areas("jvm_memory_bytes_committed", "Memory taken.", heap.getCommitted(), other.getCommitted());
    areas(
        "jvm_memory_bytes_max", "Memory at most; -1 for no limit.", heap.getMax(), other.getMax());
    one("jvm_threads_current", "Threads.", ManagementFactory.getThreadMXBean().getThreadCount());
    one(
        "jvm_classes_loaded",
        "Classes.",
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    collectors();
  }

  private void areas(String name, String help, double heap, double other) {
    to.family(name, "gauge", help)
        .sample(name, heap, "area", "heap")
        .sample(name, other, "area", "nonheap");
  }

  private void one(String name, String help, double value) {
    to.family(name, "gauge", help).sample(name, value);
  }

  private void collectors() {
    String name = "jvm_gc_collection_seconds";
    to.family(name, "summary", "Time spent in garbage collections.");
    for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
      to.sample(name + "_count", one.getCollectionCount(), "gc", one.getName());
      to.sample(name + "_sum", one.getCollectionTime() / MILLIS, "gc", one.getName());
    }
  }
}
