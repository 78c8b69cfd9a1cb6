package io.felucca.server.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel knows of this process; see proc(5). */
final class Process {
  private static final Path SELF = Path.of("/proc/self");

  /** Of the clock in proc(5), which Linux fixes for all programs. */
  private static final double TICKS = 100;

  private static final int PAGE = 4096;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int THREADS = 17;
  private static final int START = 19;
  private static final int VIRTUAL = 20;
  private static final int RESIDENT = 21;

  private final Exposition to;

  Process(Exposition to) {
    this.to = to;
  }

  void write() throws IOException {
    String line = Files.readString(SELF.resolve("stat"));
    // the name before it may hold anything
    String[] stat = line.substring(line.lastIndexOf(')') + 2).split(" ");
    double cpu = (Long.parseLong(stat[USER]) + Long.parseLong(stat[SYSTEM])) / TICKS;
    one("process_cpu_seconds_total", "counter", "Time on the processors, in seconds.", cpu);
    gauge("process_start_time_seconds", "Start, in seconds since 1970.", start(stat[START]));
    gauge("process_resident_memory_bytes", "Memory in use.", pages(stat[RESIDENT]));
    gauge("process_virtual_memory_bytes", "Addresses in use.", Long.parseLong(stat[VIRTUAL]));
    gauge("process_threads", "Threads.", Long.parseLong(stat[THREADS]));
    gauge("process_open_fds", "Open file descriptors.", descriptors());
    gauge("process_max_fds", "File descriptors that may be open.", limit());
  }

  private void gauge(String name, String help, double value) {
    one(name, "gauge", help, value);
  }

  private void one(String name, String type, String help, double value) {
    to.family(name, type, help).sample(name, value);
  }

  private static double pages(String count) {
    return Long.parseLong(count) * (double) PAGE;
  }

  private static double start(String ticks) throws IOException {
    return Double.parseDouble(word("/proc/stat", "btime")) + Long.parseLong(ticks) / TICKS;
  }

  private static double limit() throws IOException {
    String soft = word("/proc/self/limits", "Max open files");
    return soft.equals("unlimited") ? Double.POSITIVE_INFINITY : Double.parseDouble(soft);
  }

  private static String word(String file, String after) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(after)) {
        return line.substring(after.length()).strip().split("\\s+")[0];
      }
    }
    return "0";
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
      return open.count();
    }
  }
}
