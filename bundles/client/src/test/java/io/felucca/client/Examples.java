package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.event.Events;
import io.felucca.api.lease.Lease;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.task.Exit;
import io.felucca.oci.image.Platform;
import io.felucca.oci.option.Command;
import io.felucca.oci.option.Environment;
import io.felucca.oci.option.Memory;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The examples of the documentation and of the Javadoc, compiled; {@link ExamplesTest} compares.
 */
final class Examples {
  private Examples() {}

  static void hello() {
    try (Felucca client = Felucca.connect("/run/containerd/containerd.sock")) {
      Workspace demo = client.namespace("demo");
      Image image = demo.images().load(Path.of("busybox.tar")).get(0);
      Container container =
          demo.containers()
              .create("hello")
              .image(image)
              .newSnapshot("hello")
              .args("echo", "hi")
              .create();
      Task task = container.newTask(Stdio.output());
      task.start();
      System.out.println("ended with " + task.awaitExit().status());
      task.delete();
      container.deleteWithSnapshot();
    }
  }

  static void connected() {
    try (Felucca client = Felucca.connect("/run/containerd/containerd.sock")) {
      System.out.println(client.server().version().version());
    }
  }

  static void options() {
    ConnectOptions options =
        ConnectOptions.to("/run/containerd/containerd.sock")
            .namespace("demo")
            .timeout(Duration.ofSeconds(5))
            .reconnect(Duration.ofMinutes(1));
    try (Felucca client = Felucca.connect(options)) {
      Workspace demo = client.namespace();
    }
  }

  static void workspace(Felucca client) {
    Workspace demo = client.namespace("demo");
    demo.images().list().forEach(image -> System.out.println(image.name()));
    demo.containers().tasks().forEach(task -> System.out.println(task.containerId()));
  }

  static void namespaces(Felucca client) {
    Map<String, String> labels = Map.of("containerd.io/defaults/snapshotter", "native");
    client.namespaces().create("demo", labels);
  }

  static void plugins(Felucca client) {
    client.server().plugins("type==io.containerd.snapshotter.v1").stream()
        .filter(plugin -> plugin.state() == PluginState.OK)
        .forEach(plugin -> System.out.println(plugin.id()));
  }

  static void images(Workspace workspace) {
    Image image = workspace.images().load(Path.of("busybox.tar")).get(0);
    image.unpack("overlayfs");
    workspace.images().tag(image.name(), "local/mine:1");
  }

  static void image(Workspace workspace) {
    Image image = workspace.images().get("docker.io/library/busybox:latest");
    System.out.println(image.config().execution().env());
    Digest chain = image.on(Platform.parse("linux/arm64")).chainId();
  }

  static void loading(Workspace workspace) {
    LoadOptions options = LoadOptions.usual().allPlatforms().unpackTo("overlayfs");
    workspace.images().load(Path.of("busybox.tar"), options, Progress.NONE);
  }

  static void progress(Workspace workspace) {
    Progress printed = step -> System.out.println(step.what() + " " + step.subject());
    workspace.images().load(Path.of("busybox.tar"), printed);
  }

  static void content(Workspace workspace) {
    for (ContentInfo blob : workspace.content().list("labels.kind==report")) {
      System.out.println(blob.digest() + " " + blob.size());
    }
  }

  static void held(Workspace workspace, byte[] bytes) {
    try (HeldLease held = workspace.lease()) {
      Descriptor blob = held.workspace().content().write("text/plain", bytes, Map.of());
      // nothing refers to the blob, and yet it is there
    }
  }

  static void leases(Workspace workspace) {
    Lease lease = workspace.leases().create("build-7", Duration.ofHours(1), Map.of());
    Workspace build = workspace.under(lease.id());
  }

  static void snapshots(Workspace workspace, Image image) {
    Snapshots snapshots = workspace.snapshots("overlayfs");
    List<Mount> mounts = snapshots.prepare("scratch", image.chainId().toString(), Map.of());
    System.out.println(snapshots.usage("scratch").size());
    snapshots.remove("scratch");
  }

  static void created(Workspace workspace, Image image) {
    Container web =
        workspace
            .containers()
            .create("web")
            .image(image)
            .newSnapshot("web")
            .args("httpd", "-f")
            .spec(Environment.set("PORT=80"), Memory.limit(64 << 20))
            .label("app", "web")
            .create();
  }

  static void found(Workspace workspace) {
    for (Container each : workspace.containers().list("labels.app==web")) {
      System.out.println(each.id() + " " + each.info().image());
    }
  }

  static void attached(Workspace workspace) {
    Container container = workspace.containers().get("web");
    Task task = container.attach(Stdio.output()); // it runs already
    task.awaitExit();
    task.delete();
    container.deleteWithSnapshot();
  }

  static void streams() {
    Stdio own = Stdio.inherit(); // the streams of this program
    Stdio piped = Stdio.pipes(); // read and written by this program
    Stdio shell = Stdio.pipes().withTerminal(); // a terminal has one output stream
    Stdio log =
        Stdio.log(Path.of("/var/log/web.log")); // the runtime writes it, whatever becomes of us
  }

  static void piped(Container container) throws Exception {
    Task task = container.newTask(Stdio.pipes());
    task.start();
    try (OutputStream in = task.stdin()) {
      in.write("hello\n".getBytes());
    }
    System.out.print(new String(task.stdout().readAllBytes()));
    task.awaitExit();
    task.delete();
  }

  static void task(Container container) {
    Task task = container.newTask(Stdio.inherit());
    CompletableFuture<Exit> exit = task.exit();
    task.start();
    System.out.println("ended with " + exit.join().status());
    task.delete();
  }

  static void stopped(Task task) throws Exception {
    task.kill(Signal.TERM);
    try {
      task.exit().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      task.killAll(Signal.KILL);
      task.awaitExit();
    }
  }

  static void restored(Container container, Image image) {
    Task restored = container.newTask(Stdio.inherit(), TaskOptions.usual().checkpoint(image));
  }

  static void exec(Task task) {
    Exec exec = task.exec("list", Stdio.output(), List.of("ls", "-l"), Command.directory("/tmp"));
    exec.start();
    int status = exec.awaitExit().status();
    exec.delete();
  }

  static void shell(Task task) {
    Exec shell = task.exec("shell", Stdio.inherit().withTerminal(), List.of("sh"));
    shell.start();
    shell.resize(120, 40);
    shell.awaitExit();
    shell.delete();
  }

  static void metrics(Task task) {
    TaskMetrics now = task.metrics();
    System.out.println(now.memoryBytes() + " of " + now.memoryLimit() + " bytes");
  }

  static void checkpoint(Workspace workspace, Container container) {
    Image image = container.checkpoint("demo/checkpoint:1", Checkpoint.ofTask().withFiles());
    Container copy = workspace.containers().restore("copy", image);
    Task task = copy.newTask(Stdio.inherit(), TaskOptions.usual().checkpoint(image));
  }

  static void events(Felucca client) {
    try (Subscription exits =
        client
            .events()
            .subscribe(
                event -> {
                  if (event.payload() instanceof Events.TaskExit exit) {
                    System.out.println(exit.containerId() + " ended with " + exit.exitStatus());
                  }
                },
                "namespace==demo,topic==\"/tasks/exit\"")) {
      exits.ended().join();
    }
  }

  static void faults(Workspace workspace) {
    try {
      workspace.containers().get("web");
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.NOT_FOUND) {
        throw fault;
      }
      System.out.println("no such container: " + fault.getMessage());
    }
  }
}
