package io.felucca.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Sum over the shims whose command line names a socket in this folder. */
  static double ofShims(Path folder) throws IOException {
    double sum = 0;
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process :
          all.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        if (isShim(process, folder)) {
          sum += ofProcess(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return sum;
  }

  private static boolean isShim(Path process, Path folder) {
    try {
      String line = Files.readString(process.resolve("cmdline"));
      return line.contains("containerd-shim") && line.contains(folder.toString());
    } catch (IOException e) {
      return false;
    }
  }
}
