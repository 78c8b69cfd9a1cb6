package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.TaskSpec;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.Launcher;
import io.felucca.shim.launch.ShimProgram;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.wire.Patience;
import io.felucca.shim.wire.ShimClient;
import io.felucca.shim.wire.Values;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.shim.CreateRequest;
import io.felucca.wire.shim.MountPoint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes a task of a bundle: starts its shim, or joins one, and has it create the task. */
final class Creation {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final TaskTable table;
  private final BiFunction<Scope, String, Optional<Endpoint>> sandboxes;
  private final TtrpcTransport transport;
  private final ShimLogs logs;
  private final Function<ShimLink, Function<TaskFolder, ShimTask>> tasks;
  private final Launcher launcher = new Launcher();

  /**
   * @param sandboxes where the controller of a sandbox says that its tasks are served
   * @param tasks makes the task of a connection and a bundle, and sees to the connection's loss
   */
  Creation(
      TaskTable table,
      BiFunction<Scope, String, Optional<Endpoint>> sandboxes,
      TtrpcTransport transport,
      ShimLogs logs,
      Function<ShimLink, Function<TaskFolder, ShimTask>> tasks) {
    this.table = table;
    this.sandboxes = sandboxes;
    this.transport = transport;
    this.logs = logs;
    this.tasks = tasks;
  }

  /** Connects to the task's shim, which runs when this returns; the task is not created yet. */
  ShimTask start(
      Scope scope, TaskFolder folder, ShimProgram program, TaskSpec spec, TypedValue options) {
    ShimLogs.Following log = ShimLink.follow(logs, folder);
    Endpoint endpoint;
    try {
      endpoint = endpoint(scope, folder, program, spec, options);
    } catch (Fault e) {
      log.close();
      throw prefixed("failed to start shim: ", e);
    }
    ShimLink link = ShimLink.open(transport, folder, endpoint, log, Patience.of(scope, CONNECT));
    folder.noteEndpoint(endpoint);
    return tasks.apply(link).apply(folder);
  }

  /** A sandbox whose shim speaks version 3 serves its containers without being asked to start. */
  private Endpoint endpoint(
      Scope scope, TaskFolder folder, ShimProgram program, TaskSpec spec, TypedValue options) {
    if (!spec.sandbox().isEmpty()) {
      Optional<Endpoint> served =
          Optional.ofNullable(sandbox(scope, folder, spec))
              .map(task -> task.link().endpoint())
              .or(() -> sandboxes.apply(scope, spec.sandbox()));
      if (served.isPresent()) {
        folder.noteSandbox(spec.sandbox());
        return served.get();
      }
    }
    return launcher.start(program, folder, options, Patience.of(scope, LONGEST_START));
  }

  private ShimTask sandbox(Scope scope, TaskFolder folder, TaskSpec spec) {
    ShimTask task = table.find(folder.namespace(), spec.sandbox());
    boolean serves = task != null && task.api(scope).client().version() >= ShimClient.NEWEST;
    return serves ? task : null;
  }

  /** Has the shim create the task. */
  static void create(Scope scope, ShimTask task, TaskSpec spec, TypedValue options) {
    try {
      task.setPid(task.link().api().create(scope, request(task, spec, options)));
    } catch (Fault e) {
      throw prefixed("failed to create shim task: ", e);
    }
  }

  private static CreateRequest request(ShimTask task, TaskSpec spec, TypedValue options) {
    CreateRequest.Builder request =
        CreateRequest.newBuilder()
            .setId(task.id())
            .setBundle(task.folder().path().toString())
            .setTerminal(spec.io().terminal())
            .setStdin(spec.io().stdin())
            .setStdout(spec.io().stdout())
            .setStderr(spec.io().stderr())
            .setCheckpoint(spec.checkpoint());
    spec.rootfs().forEach(mount -> request.addRootfs(mountPoint(mount)));
    if (options != null) {
      request.setOptions(Values.any(options));
    }
    return request.build();
  }

  private static MountPoint mountPoint(Mount mount) {
    return MountPoint.newBuilder()
        .setType(mount.type())
        .setSource(mount.source())
        .setTarget(mount.target())
        .addAllOptions(mount.options())
        .build();
  }

  private static Fault prefixed(String words, Fault e) {
    return new Fault(e.kind(), words + e.getMessage(), e.getCause());
  }
}
