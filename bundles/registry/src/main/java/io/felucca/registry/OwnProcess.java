package io.felucca.registry;

import io.felucca.registry.config.DaemonConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the configuration says of the daemon's own process: {@code oom_score} and {@code
 * cgroup.path}. Each is set when it changes; taken back, the process is as it was at the start
 * (proc_pid_oom_score_adj(5), cgroups(7)).
 */
final class OwnProcess {
  private static final Logger LOG = System.getLogger("io.felucca.registry");
  private static final Path SCORE = Path.of("/proc/self/oom_score_adj");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private long score;
  private String cgroup = "";
  private String scoreAtStart;
  private List<String> cgroupsAtStart;

  /** Sets what differs from the last time. */
  void follow(DaemonConfig config) {
    long nextScore = (Long) config.table().get("oom_score").value();
    String nextCgroup = (String) config.table().at("cgroup", "path").value();
    try {
      score(nextScore);
      cgroup(nextCgroup);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the daemon's own process is not as configured error=" + e);
    }
  }

  private void score(long next) throws IOException {
    if (next != score) {
      scoreAtStart = scoreAtStart == null ? Files.readString(SCORE) : scoreAtStart;
      Files.writeString(SCORE, next == 0 ? scoreAtStart : Long.toString(next));
      score = next;
    }
  }

  private void cgroup(String next) throws IOException {
    if (next.equals(cgroup)) {
      return;
    }
    if (cgroupsAtStart == null) {
      cgroupsAtStart = Files.readAllLines(Path.of("/proc/self/cgroup"));
    }
    if (next.isEmpty()) {
      for (String line : cgroupsAtStart) {
        goBack(line.split(":", 3));
      }
    } else {
      for (Path hierarchy : hierarchies()) {
        enter(hierarchy.resolve(next.replaceFirst("^/+", "")));
      }
    }
    cgroup = next;
  }

  /** The one of version 2, or each controller's of version 1. */
  private static List<Path> hierarchies() throws IOException {
    if (Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
      return List.of(CGROUPS);
    }
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(CGROUPS)) {
      for (Path folder : found) {
        if (!Files.isSymbolicLink(folder) && Files.exists(folder.resolve("cgroup.procs"))) {
          all.add(folder);
        }
      }
    }
    return all;
  }

  private static void enter(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      inherit(folder, "cpuset.cpus");
      inherit(folder, "cpuset.mems");
    }
    Files.writeString(folder.resolve("cgroup.procs"), Long.toString(ProcessHandle.current().pid()));
  }

  /** In version 1 a new cpuset has nothing until somebody says what. */
  private static void inherit(Path folder, String file) throws IOException {
    Path own = folder.resolve(file);
    if (Files.exists(own) && Files.readString(own).isBlank()) {
      Files.writeString(own, Files.readString(folder.resolveSibling(file)));
    }
  }

  private static void goBack(String[] line) throws IOException {
    Path folder = hierarchy(line[1]).resolve(line[2].replaceFirst("^/+", ""));
    if (Files.exists(folder.resolve("cgroup.procs"))) {
      enter(folder);
    }
  }

  /** Version 2 stands beside the controllers of version 1 where there are both. */
  private static Path hierarchy(String controllers) {
    Path unified = CGROUPS.resolve("unified");
    return controllers.isEmpty()
        ? Files.exists(unified) ? unified : CGROUPS
        : CGROUPS.resolve(controllers.replaceFirst("^name=", ""));
  }
}
