package io.felucca.shim.runtime;

import static org.junit.Assume.assumeTrue;

import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import io.felucca.linux.Processes;
import io.felucca.shim.launch.ShimSettings;
import io.felucca.ttrpc.TtrpcAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A manager on runc's real shim, a root file system of busybox, and the end of all of it. */
final class RealShims extends ExternalResource {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  final Scope scope = Scope.of("shims-" + UUID.randomUUID().toString().substring(0, 8));
  final RecordedEvents events = new RecordedEvents();
  final TemporaryFolder folder = new TemporaryFolder();
  private final EventSink sink;
  private Path rootfs;
  ShimTaskManager manager;

  RealShims(EventSink sink) {
    this.sink = sink;
  }

  @Override
  protected void before() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    assumeTrue("needs containerd's shim", Files.exists(ShimFixture.SHIM));
    assumeTrue("needs busybox-static", Files.exists(BUSYBOX));
    folder.create();
    rootfs = Files.createDirectories(path("image"));
    for (String name : List.of("bin", "proc", "dev")) {
      Files.createDirectory(rootfs.resolve(name));
    }
    Files.copy(
        BUSYBOX, rootfs.resolve("bin/busybox"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    restart();
  }

  Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  /** Closes the manager, if there is one, and starts another on the same folders. */
  void restart() {
    stop();
    manager = fresh(Timeouts.USUAL);
    manager.start();
  }

  void stop() {
    if (manager != null) {
      manager.close();
      manager = null;
    }
  }

  /** A further manager, not started. */
  ShimTaskManager fresh(Timeouts timeouts) {
    Settings usual = ShimFixture.settings(path("root"), path("state"), sink.address());
    Settings settings =
        new Settings(
            usual.folders(),
            usual.daemonState(),
            usual.daemon(),
            usual.path(),
            usual.handlers(),
            timeouts);
    return new ShimTaskManager(
        settings,
        events::publish,
        () -> ShimSettings.NONE,
        (scope, id) -> Optional.empty(),
        () -> false);
  }

  Path bundle(String id) {
    return path("state").resolve("tasks").resolve(scope.namespace()).resolve(id);
  }

  TaskSpec spec(String id, String annotations, String... args) {
    String json =
        "{\"ociVersion\":\"1.0.2\",\"root\":{\"path\":\"rootfs\"},\"annotations\":{"
            + annotations
            + "},\"process\":{\"user\":{\"uid\":0,\"gid\":0},\"cwd\":\"/\",\"args\":[\"/bin/busybox\",\""
            + String.join("\",\"", args)
            + "\"]},\"mounts\":[{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"proc\"}],"
            + "\"linux\":{\"cgroupsPath\":\"/"
            + scope.namespace()
            + "-"
            + id
            + "\",\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"mount\"}]}}";
    return new TaskSpec(
        id,
        ShimFixture.RUNTIME,
        new TypedValue("spec", json.getBytes(StandardCharsets.UTF_8)),
        List.of(Mount.of("bind", rootfs.toString(), List.of("rbind", "rw"))),
        new TaskIo("", "", "", false),
        null,
        "",
        "");
  }

  ShimTask sleeper(String id) {
    return started(spec(id, "", "sleep", "1000"));
  }

  ShimTask started(TaskSpec spec) {
    Task task = manager.create(scope, spec);
    task.start(scope, "");
    return (ShimTask) task;
  }

  static int shimPid(ShimTask task) {
    return task.link().api().connectLater(Duration.ofSeconds(5)).join().getShimPid();
  }

  static void killShim(ShimTask task) throws IOException {
    age(task);
    Processes.kill(shimPid(task), 9);
  }

  /** Makes the shim's socket old enough to be removed when it is dead. */
  static Path age(ShimTask task) throws IOException {
    Path socket = TtrpcAddress.parse(task.address()).path();
    Files.setLastModifiedTime(socket, FileTime.from(Instant.now().minusSeconds(60)));
    return socket;
  }

  Exit exit(Task task) {
    return task.exit(scope, "").orTimeout(120, TimeUnit.SECONDS).join();
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1200 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    if (!condition.getAsBoolean()) {
      throw new AssertionError("waited in vain: " + what);
    }
  }

  @Override
  protected void after() {
    if (folder.getRoot() == null || rootfs == null) {
      return;
    }
    restart();
    for (Task task : manager.list(Scope.daemon())) {
      Scope its = Scope.of(task.namespace());
      task.kill(its, "", 9, true);
      task.exit(its, "").orTimeout(120, TimeUnit.SECONDS).join();
      task.delete(its, "");
    }
    manager.close();
    folder.delete();
  }
}
