package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.Launcher;
import io.felucca.shim.launch.ShimProgram;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.wire.Patience;
import io.felucca.shim.wire.Values;
import io.felucca.wire.convert.MountWire;
import io.felucca.wire.shim.SandboxCreation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiFunction;

/** Makes a sandbox: a bundle, a shim for it, and in that the sandbox. */
final class SandboxBirth {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SandboxSettings settings;
  private final SandboxPrograms programs;
  private final LazyTransport transport;
  private final ShimLogs logs;
  private final SandboxEnd end;
  private final BiFunction<TaskFolder, Endpoint, ShimSandbox> sandboxes;
  private final Launcher launcher = new Launcher();

  /**
   * @param sandboxes makes the sandbox of a bundle whose shim is reached at an endpoint
   */
  SandboxBirth(
      SandboxSettings settings,
      SandboxPrograms programs,
      LazyTransport transport,
      ShimLogs logs,
      SandboxEnd end,
      BiFunction<TaskFolder, Endpoint, ShimSandbox> sandboxes) {
    this.settings = settings;
    this.programs = programs;
    this.transport = transport;
    this.logs = logs;
    this.end = end;
    this.sandboxes = sandboxes;
  }

  /** The sandbox, which is there for everybody when this returns. */
  ShimSandbox create(Scope scope, TaskFolder folder, CreateSandbox request) {
    Sandbox record = request.sandbox();
    ShimProgram program = programs.of(record == null ? "" : record.runtime());
    try (FolderLock lock = locked(folder)) {
      return create(scope, folder, program, request);
    }
  }

  private static FolderLock locked(TaskFolder folder) {
    try {
      return folder.makeLocked(PATIENCE);
    } catch (Fault e) {
      throw e.kind() == Fault.Kind.ALREADY_EXISTS
          ? new Fault(e.kind(), "sandbox " + folder.id() + " already running", e)
          : e;
    }
  }

  private ShimSandbox create(
      Scope scope, TaskFolder folder, ShimProgram program, CreateSandbox request) {
    ShimSandbox sandbox = null;
    try {
      folder.fill(settings.folders().root(), spec(request.sandbox()));
      folder.noteRuntime(request.sandbox().runtime(), program.path());
      sandbox = started(scope, folder, program, request.sandbox().runtimeOptions());
      make(scope, sandbox, request);
      SandboxNote.created().write(folder.path());
      return sandbox;
    } catch (RuntimeException e) {
      end.abandon(folder, sandbox);
      throw e;
    }
  }

  /** A shim reads it in any case, so where there is none it is empty. */
  private static byte[] spec(Sandbox record) {
    TypedValue spec = record.spec();
    return spec == null || spec.bytes().length == 0
        ? "{}".getBytes(StandardCharsets.UTF_8)
        : spec.bytes();
  }

  private ShimSandbox started(
      Scope scope, TaskFolder folder, ShimProgram program, TypedValue options) {
    ShimLogs.Following log = SandboxLink.follow(logs, folder);
    Endpoint endpoint;
    try {
      endpoint = launcher.start(program, folder, options, Patience.of(scope, LONGEST_START));
    } catch (Fault e) {
      log.close();
      String words = "failed to start new shim for sandbox " + folder.id() + ": ";
      throw new Fault(e.kind(), words + e.getMessage(), e.getCause());
    }
    folder.noteEndpoint(endpoint);
    ShimSandbox sandbox = sandboxes.apply(folder, endpoint);
    sandbox.adopt(
        SandboxLink.open(
            transport.get(), folder, endpoint, log, Patience.of(scope, settings.load())));
    return sandbox;
  }

  private void make(Scope scope, ShimSandbox sandbox, CreateSandbox request) {
    SandboxCreation.Builder creation =
        SandboxCreation.newBuilder()
            .setSandboxId(sandbox.id())
            .setBundlePath(sandbox.folder().path().toString())
            .addAllRootfs(MountWire.toWire(request.rootfs()))
            .setNetnsPath(request.netnsPath())
            .putAllAnnotations(request.annotations());
    if (request.options() != null) {
      creation.setOptions(Values.any(request.options()));
    }
    try {
      sandbox.link(settings.load()).api().create(creation.build(), Patience.of(scope));
    } catch (Fault e) {
      String words = "failed to create sandbox " + sandbox.id() + ": ";
      throw new Fault(e.kind(), words + e.getMessage(), e.getCause());
    }
  }
}
