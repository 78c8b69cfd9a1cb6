package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.MountInfo;
import io.felucca.linux.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** Managers on one folder, a root file system of busybox, and the end of all of it. */
final class RealTasks extends ExternalResource {
  static final TaskIo NO_IO = new TaskIo("", "", "", false);
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  final String namespace = "oci-" + UUID.randomUUID().toString().substring(0, 8);
  final Scope scope = Scope.of(namespace);
  final RecordedEvents events = new RecordedEvents();
  private final TemporaryFolder folder = new TemporaryFolder();
  OciTaskManager manager;

  @Override
  protected void before() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    assumeTrue("needs busybox-static", Files.exists(BUSYBOX));
    assumeTrue("needs runc", Files.exists(Path.of("/usr/sbin/runc")));
    folder.create();
    Path rootfs = Files.createDirectories(path("image"));
    for (String name : List.of("bin", "proc", "dev")) {
      Files.createDirectory(rootfs.resolve(name));
    }
    Files.copy(BUSYBOX, rootfs.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
    manager = fresh(Successor.NONE);
  }

  Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  /** A further manager, started. */
  OciTaskManager fresh(Successor successor) {
    Settings settings = Fixture.settings(path("root"), path("state"), "runc", "auto");
    OciTaskManager made = new OciTaskManager(settings, events, successor);
    made.start();
    return made;
  }

  /** One whose OCI runtime is another program. */
  OciTaskManager with(String binary) {
    return with(binary, "auto");
  }

  OciTaskManager with(String binary, String supervisor) {
    Settings settings = Fixture.settings(path("root"), path("state"), binary, supervisor);
    OciTaskManager made = new OciTaskManager(settings, events, Successor.NONE);
    made.start();
    return made;
  }

  void restart() {
    manager.close();
    manager = fresh(Successor.NONE);
  }

  Path bundle(String id) {
    return path("state").resolve("tasks").resolve(namespace).resolve(id);
  }

  TaskSpec spec(String id, String script) {
    return spec(id, script, "{\"type\":\"pid\"},");
  }

  TaskSpec spec(String id, String script, String pidNamespace) {
    return spec(id, spec(namespace, id, script, pidNamespace), NO_IO);
  }

  TaskSpec spec(String id, String json, TaskIo io) {
    return new TaskSpec(
        id,
        Fixture.RUNTIME,
        new TypedValue("spec", json.getBytes(StandardCharsets.UTF_8)),
        List.of(Mount.of("bind", path("image").toString(), List.of("rbind", "rw"))),
        io,
        null,
        "",
        "");
  }

  static String spec(String namespace, String id, String script, String pidNamespace) {
    return "{\"ociVersion\":\"1.0.2\",\"root\":{\"path\":\"rootfs\"},\"process\":"
        + process(script)
        + ",\"mounts\":[{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"proc\"}],"
        + "\"linux\":{\"cgroupsPath\":\"/"
        + namespace
        + "/"
        + id
        + "\",\"namespaces\":["
        + pidNamespace
        + "{\"type\":\"mount\"}]}}";
  }

  static String process(String script) {
    return "{\"user\":{\"uid\":0,\"gid\":0},\"cwd\":\"/\",\"args\":[\"/bin/busybox\",\"sh\",\"-c\",\""
        + script.replace("\"", "\\\"")
        + "\"]}";
  }

  static ExecSpec exec(String id, String script) {
    return new ExecSpec(
        id, NO_IO, new TypedValue("process", process(script).getBytes(StandardCharsets.UTF_8)));
  }

  Task running(String id, String script) {
    Task task = manager.create(scope, spec(id, script));
    task.start(scope, "");
    return task;
  }

  Task sleeper(String id) {
    return running(id, "exec /bin/busybox sleep 1000");
  }

  Exit exit(Task task, String execId) {
    return task.exit(scope, execId).orTimeout(120, TimeUnit.SECONDS).join();
  }

  /** Asserts that nothing is left of a task of this ID: folder, mounts, groups, runtime's state. */
  void assertNothingLeft(String id) throws IOException {
    assertEquals(List.of(), leftovers(id));
  }

  List<String> leftovers(String id) throws IOException {
    List<String> left = new ArrayList<>();
    for (Path path :
        List.of(bundle(id), path("state").resolve("runc").resolve(namespace).resolve(id))) {
      if (Files.exists(path)) {
        left.add(path.toString());
      }
    }
    for (MountInfo mount : MountInfo.read()) {
      if (mount.mountPoint().startsWith(bundle(id) + "/")) {
        left.add("mount " + mount.mountPoint());
      }
    }
    try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
      controllers
          .map(each -> each.resolve(namespace).resolve(id))
          .filter(Files::exists)
          .forEach(group -> left.add(group.toString()));
    }
    left.addAll(processes(bundle(id).toString()));
    left.addAll(hidden(bundle(id).getParent(), "." + id + "."));
    return left;
  }

  /** Folders whose removal has not been finished. */
  private static List<String> hidden(Path folder, String start) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(Path::toString)
          .filter(path -> path.startsWith(folder + "/" + start))
          .toList();
    }
  }

  /** Those whose command line has a text in it. */
  static List<String> processes(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> commandLine(process.pid()).contains(text))
        .map(process -> "process " + process.pid() + " " + commandLine(process.pid()))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** The supervisor of a process, which is its parent. */
  static int parent(int pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("PPid:")) {
        return Integer.parseInt(line.substring(5).strip());
      }
    }
    throw new IOException("no parent of " + pid);
  }

  static void kill(int pid) throws IOException {
    Processes.kill(pid, 9);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2400 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    if (!condition.getAsBoolean()) {
      throw new AssertionError("waited in vain: " + what);
    }
  }

  @Override
  protected void after() {
    if (manager == null) {
      return;
    }
    for (Task task : manager.list(Scope.daemon())) {
      end(task);
    }
    manager.close();
    removeGroups();
    folder.delete();
  }

  private void end(Task task) {
    try {
      if (task.state(scope, "").status() != TaskStatus.STOPPED) {
        task.kill(scope, "", 9, true);
        exit(task, "");
      }
    } catch (Fault e) {
      // never started, or ended meanwhile
    }
    task.delete(scope, "");
  }

  private void removeGroups() {
    try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
      controllers.forEach(each -> each.resolve(namespace).toFile().delete());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
