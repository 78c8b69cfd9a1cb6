package io.felucca.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Proportional set sizes: proc(5), smaps_rollup. */
final class Memory {
  private Memory() {}

  static double ofProcess(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      if (line.startsWith("Pss:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return 0;
  }

  /** Sum over the shims and reapers whose command line names something in this folder. */
  static double ofShims(Path folder) throws IOException {
    double sum = 0;
    for (long pid : shims(folder)) {
      sum += ofProcess(pid);
    }
    return sum;
  }

  /** What a daemon, its shims and reapers have used of the processors: proc(5), stat. */
  static double processorMillis(long daemon, Path folder) throws IOException {
    double sum = processorMillis(daemon);
    for (long pid : shims(folder)) {
      sum += processorMillis(pid);
    }
    return sum;
  }

  /** Threads that have ended are counted; the kernel counts hundredths of a second. */
  private static double processorMillis(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
  }

  private static List<Long> shims(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .filter(process -> isShim(process, folder))
          .map(process -> Long.parseLong(process.getFileName().toString()))
          .toList();
    }
  }

  private static boolean isShim(Path process, Path folder) {
    try {
      String line = Files.readString(process.resolve("cmdline"));
      boolean named = line.contains("containerd-shim") || line.contains("felucca-reaper");
      return named && line.contains(folder.toString());
    } catch (IOException e) {
      return false;
    }
  }
}
