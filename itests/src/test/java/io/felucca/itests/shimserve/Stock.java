package io.felucca.itests.shimserve;

import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Groups;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The system's containerd in folders of its own, whose containers run in our shim. */
final class Stock implements AutoCloseable {
  static final Path SHIM =
      Path.of(System.getProperty("it.home"), "bin", "containerd-shim-felucca-v2").toAbsolutePath();

  private static final String CONTAINERD = System.getProperty("it.containerd", "containerd");
  private static final int SECONDS = 120;

  /** Of this run alone: OCI runtimes and cgroups of other containerds are on the machine too. */
  final String namespace = "it-" + UUID.randomUUID().toString().substring(0, 8);

  private final Path folder;
  private Process process;

  Stock(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("config.toml"),
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%1$s/sock"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%1$s/opt"
        """
            .formatted(folder));
  }

  /** Whether it is the system's: another one can be put to the test. */
  boolean isUsual() {
    return CONTAINERD.equals("containerd");
  }

  Path folder() {
    return folder;
  }

  /** What the shim's process and its script share. */
  Path shared() {
    return folder.resolve("state/io.felucca.shim");
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(
                "env",
                "--default-signal",
                CONTAINERD,
                "-c",
                folder.resolve("config.toml").toString())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    await("containerd", () -> process.isAlive() && ctr("version").code() == 0);
  }

  /** Starts it where it is down. */
  void revive() throws Exception {
    if (!process.isAlive()) {
      start();
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  Command ctr(String... arguments) {
    return ctrIn(namespace, arguments);
  }

  Command ctrIn(String namespace, String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("timeout", "120", "ctr", "-a", folder + "/sock", "-n", namespace));
    line.addAll(List.of(arguments));
    try {
      return Command.run(folder, line.toArray(String[]::new));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lines of {@code tasks ls} without the head: name, pid, status. */
  List<String> tasks() {
    return ctr("tasks", "ls").ok().lines().stream()
        .skip(1)
        .map(l -> l.replaceAll(" +", " ").strip())
        .toList();
  }

  /** The process that serves all containers; -1 where there is none. */
  long shimPid() {
    try {
      String pid = Files.readString(shared().resolve("pid")).split(" ")[0];
      return Files.exists(Path.of("/proc", pid)) ? Long.parseLong(pid) : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  void killShim() throws Exception {
    Command.run(folder, "kill", "-9", Long.toString(shimPid())).ok();
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      Thread.sleep(50);
    }
  }

  /** Waits until nothing is there of containers, and of their shim but one process. */
  void awaitNothing() throws Exception {
    for (int i = 0; i < 2 * SECONDS && !leftovers().isEmpty(); i++) {
      Thread.sleep(500);
    }
    if (!leftovers().isEmpty()) {
      throw new AssertionError("left behind: " + leftovers());
    }
  }

  /** What is still there of containers: mounts, processes, bundles, cgroups, state of runc. */
  private List<String> leftovers() throws IOException {
    List<String> left = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      if (line.contains(folder + "/")) {
        left.add("mount " + line);
      }
    }
    addProcesses(left);
    for (String place :
        List.of(
            folder + "/state/io.containerd.runtime.v2.task/" + namespace,
            shared() + "/state/" + namespace,
            shared() + "/tasks/" + namespace,
            "/run/containerd/runc/" + namespace,
            "/sys/fs/cgroup/memory/" + namespace,
            "/sys/fs/cgroup/" + namespace)) {
      addChildren(Path.of(place), left);
    }
    return left;
  }

  private void addProcesses(List<String> left) {
    long shim = shimPid();
    ProcessHandle.allProcesses()
        .filter(p -> p.pid() != process.pid() && p.pid() != shim && p.isAlive())
        .filter(p -> p.info().commandLine().orElse("").contains(folder + "/"))
        .forEach(p -> left.add("process " + p.pid() + " " + p.info().commandLine().orElse("")));
  }

  private static void addChildren(Path place, List<String> left) throws IOException {
    if (Files.isDirectory(place)) {
      try (Stream<Path> all = Files.list(place)) {
        all.filter(p -> Files.isDirectory(p) || place.toString().contains("/tasks/"))
            .forEach(p -> left.add("folder " + p));
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (process != null && process.isAlive()) {
      List<String> namespaces = ctr("namespaces", "ls", "-q").lines();
      for (String task : ctr("tasks", "ls", "-q").lines()) {
        ctr("tasks", "rm", "-f", task);
      }
      Groups.removeEmpty(namespaces);
      process.destroy();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    }
  }
}
