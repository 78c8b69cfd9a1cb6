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

  /** What a daemon, its shims and reapers have used of the processors: proc(5), schedstat. */
  static double processorMillis(long daemon, Path folder) throws IOException {
    double sum = ofThreads(daemon);
    for (long pid : shims(folder)) {
      sum += ofThreads(pid);
    }
    return sum;
  }

  private static double ofThreads(long pid) throws IOException {
    double nanos = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
      }
    }
    return nanos / 1e6;
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
