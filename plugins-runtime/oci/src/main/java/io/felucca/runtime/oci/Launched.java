package io.felucca.runtime.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The supervisors that run in a process's folder, with all that they have started: found by their
 * working directory, because one that has not got far has left no word of itself.
 */
final class Launched {
  private final List<ProcessHandle> supervisors;

  private Launched(List<ProcessHandle> supervisors) {
    this.supervisors = supervisors;
  }

  static Launched in(Path folder) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return new Launched(all.filter(process -> worksIn(process, folder)).toList());
    }
  }

  private static boolean worksIn(ProcessHandle process, Path folder) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")).equals(folder);
    } catch (IOException e) {
      return false; // gone, or the kernel's own
    }
  }

  /** Kills them, the OCI runtime first, and waits until they are gone. */
  void end() {
    List<ProcessHandle> all =
        Stream.concat(
                supervisors.stream().flatMap(ProcessHandle::descendants), supervisors.stream())
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?>[] ends =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, Patience.CLEANUP.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
