package io.felucca.itests.runtime;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What containers of a namespace leave on a machine: mounts, cgroups, processes in them or named
 * after the daemon's folder, mounted namespaces, FIFOs and sockets, folders of tasks.
 */
record Traces(
    Set<String> mounts,
    Set<String> cgroups,
    Set<String> processes,
    Set<String> namespaces,
    Set<String> specials,
    Set<String> folders) {

  static Traces of(Ground ground) throws IOException {
    Path folder = ground.daemon().folder();
    return new Traces(
        lines("/proc/self/mounts", folder + "/"),
        cgroups(ground.namespace()),
        processes(ground),
        lines("/proc/self/mounts", "nsfs "),
        specials(folder),
        folders(ground));
  }

  /** Looks until it is as before, for a while: what was killed takes a moment to go. */
  static Traces settled(Ground ground, Traces before) throws IOException, InterruptedException {
    Traces now = of(ground).orBefore(before);
    for (int i = 0; i < 1200 && !now.equals(before); i++) {
      Thread.sleep(50);
      now = of(ground).orBefore(before);
    }
    return now;
  }

  /** Namespaces are the machine's: one that somebody else had mounted may have gone. */
  private Traces orBefore(Traces before) {
    return before.namespaces.containsAll(namespaces)
        ? new Traces(mounts, cgroups, processes, before.namespaces, specials, folders)
        : this;
  }

  private static Set<String> lines(String file, String words) throws IOException {
    try (Stream<String> all = Files.lines(Path.of(file))) {
      return sorted(all.filter(line -> line.contains(words)));
    }
  }

  private static Set<String> sorted(Stream<String> all) {
    Set<String> set = new TreeSet<>();
    all.forEach(set::add);
    return set;
  }

  /** Those of containers: the namespace's own stays, as it does with containerd. */
  private static Set<String> cgroups(String namespace) throws IOException {
    Set<String> found = new TreeSet<>();
    Path root = Path.of("/sys/fs/cgroup");
    try (Stream<Path> hierarchies = Files.list(root)) {
      for (Path hierarchy : Stream.concat(Stream.of(root), hierarchies).toList()) {
        Path group = hierarchy.resolve(namespace);
        if (Files.isDirectory(group)) {
          try (Stream<Path> children = Files.list(group)) {
            children.filter(Files::isDirectory).forEach(child -> found.add(child.toString()));
          }
        }
      }
    }
    return found;
  }

  private static Set<String> processes(Ground ground) throws IOException {
    String folder = ground.daemon().folder() + "/";
    Set<String> found = new TreeSet<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : all.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        String command = text(each.resolve("cmdline"));
        boolean ours = each.getFileName().toString().equals(ground.daemon().pid() + "");
        boolean contained = text(each.resolve("cgroup")).contains("/" + ground.namespace() + "/");
        if (!ours && (contained || command.contains(folder) && !command.contains("java"))) {
          found.add(each.getFileName() + " " + command);
        }
      }
    }
    return found;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private static Set<String> specials(Path folder) throws IOException {
    Set<String> found = new TreeSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isOther()) {
              found.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    found.removeIf(file -> file.startsWith(folder + "/root/io.containerd.snapshotter"));
    return found;
  }

  private static Set<String> folders(Ground ground) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path base : new Path[] {ground.daemon().state(), ground.daemon().root()}) {
      try (Stream<Path> plugins = Files.list(base)) {
        for (Path plugin : plugins.toList()) {
          Path tasks = plugin.resolve(ground.namespace());
          if (plugin.getFileName().toString().contains("runtime") && Files.isDirectory(tasks)) {
            try (Stream<Path> all = Files.list(tasks)) {
              all.forEach(task -> found.add(task.toString()));
            }
          }
        }
      }
    }
    return found;
  }
}
