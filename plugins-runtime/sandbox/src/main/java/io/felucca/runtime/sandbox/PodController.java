package io.felucca.runtime.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxMetric;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import io.felucca.api.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Makes pods: a container of the sandbox' ID whose pause process holds the namespaces that the
 * containers of the pod join. It needs no image, and any runtime can run it.
 *
 * <p>Nothing of a pod is in the instance. Its record is its container's, its process a task; what
 * happened while no instance looked is noted by the next call.
 */
@PluginSpec(
    type = "io.containerd.podsandbox.controller.v1",
    id = PodController.ID,
    requires = {"io.containerd.metadata.v1", "io.containerd.service.v1"})
@Component(
    service = SandboxController.class,
    configurationPid = "io.containerd.podsandbox.controller.v1.podsandbox",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PodController implements SandboxController {
  static final String ID = "podsandbox";
  static final String READY = "SANDBOX_READY";
  static final String NOT_READY = "SANDBOX_NOTREADY";

  /** The status of a process whose end nobody has seen. */
  private static final int UNKNOWN_EXIT = 255;

  /** What the registry gives. */
  public @interface Config {
    String plugin_root();
  }

  private final PodBook book;
  private final PodTasks tasks;
  private final PauseProgram pause;
  private final PodWaits waits;

  @Activate
  public PodController(Config config, @Reference PluginRegistry registry) {
    book = new PodBook(new Seat<>(registry, Metadata.KIND, Metadata.ID));
    tasks = new PodTasks(new Seat<>(registry, Tasks.KIND, Tasks.ID));
    pause = new PauseProgram(Path.of(config.plugin_root(), "rootfs"));
    waits = new PodWaits(tasks, this::look, this::noteTaskExit);
  }

  @Override
  public void create(Scope scope, CreateSandbox request) {
    String namespace = scope.requireNamespace();
    book.add(scope, PodRequest.of(namespace, request), pause.rootfs());
  }

  @Override
  public SandboxStart start(Scope scope, String id) {
    Pod pod = book.get(scope, id);
    if (pod.note().exit() != null || pod.note().isStarted()) {
      throw Fault.precondition("sandbox \"%s\" was started before", id);
    }
    List<Mount> rootfs = PodUserSpace.mounts(pod.config(), pause.rootfs());
    int pid = started(scope, id, rootfs);
    book.noteStart(scope, pod, pid);
    waits.started(scope, id);
    return new SandboxStart(
        id,
        pid,
        pod.container().createdAt(),
        pod.container().labels(),
        "",
        0,
        pod.container().spec());
  }

  private int started(Scope scope, String id, List<Mount> rootfs) {
    try {
      return tasks.start(scope, id, rootfs);
    } catch (Fault e) {
      String message = "failed to start sandbox container task \"" + id + "\": " + e.getMessage();
      throw new Fault(e.kind(), message, e);
    }
  }

  @Override
  public Platform platform(Scope scope, String id) {
    book.get(scope, id);
    return HostPlatform.get();
  }

  @Override
  public void stop(Scope scope, String id, Duration patience) {
    if (look(scope, id).note().exit() != null) {
      return;
    }
    Optional<Task> task = tasks.find(scope, id);
    if (task.isPresent()) {
      noteTaskExit(scope, id, tasks.end(scope, task.get(), patience));
      tasks.delete(scope, id);
    }
  }

  private SandboxExit noteTaskExit(Scope scope, String id, Exit exit) {
    Instant at = exit.at() == null ? Instant.now() : exit.at();
    return book.noteExit(scope, id, new SandboxExit(exit.status(), at));
  }

  @Override
  public CompletableFuture<SandboxExit> exit(Scope scope, String id) {
    Pod pod = look(scope, id);
    return pod.note().exit() == null
        ? waits.begin(scope, pod)
        : CompletableFuture.completedFuture(pod.note().exit());
  }

  /** The pod, with its end noted where that has come. */
  private Pod look(Scope scope, String id) {
    Pod pod = book.get(scope, id);
    if (pod.note().exit() != null || !pod.note().isStarted()) {
      return pod;
    }
    return looked(scope, pod, tasks.state(scope, id));
  }

  private Pod looked(Scope scope, Pod pod, Optional<ProcessState> state) {
    if (state.isPresent() && state.get().status() != TaskStatus.STOPPED) {
      return pod;
    }
    if (state.isEmpty() && PauseProgram.runs(pod.note().pid())) {
      throw Fault.unavailable(
          "sandbox \"%s\" lives as process %d, but no runtime that serves now has its task",
          pod.id(), pod.note().pid());
    }
    SandboxExit exit =
        state
            .map(end -> new SandboxExit(end.exitStatus(), orNow(end.exitedAt())))
            .orElseGet(() -> new SandboxExit(UNKNOWN_EXIT, Instant.now()));
    SandboxExit counts = book.noteExit(scope, pod.id(), exit);
    return new Pod(pod.container(), pod.note().ended(counts));
  }

  private static Instant orNow(Instant at) {
    return at == null ? Instant.now() : at;
  }

  @Override
  public SandboxStatus status(Scope scope, String id, boolean verbose) {
    Pod pod = look(scope, id);
    PodNote note = pod.note();
    boolean ready = note.isStarted() && note.exit() == null;
    return new SandboxStatus(
        id,
        note.pid(),
        ready ? READY : NOT_READY,
        verbose ? Map.of("info", PodInfo.of(pod, tasks.state(scope, id))) : Map.of(),
        pod.container().createdAt(),
        note.exit() == null ? null : note.exit().at(),
        null,
        "",
        0);
  }

  @Override
  public void shutdown(Scope scope, String id) {
    stop(scope, id, Duration.ZERO);
    tasks.delete(scope, id);
    book.remove(scope, id);
    waits.forgotten(scope, id);
  }

  @Override
  public SandboxMetric metrics(Scope scope, String id) {
    book.get(scope, id);
    Task task =
        tasks
            .find(scope, id)
            .orElseThrow(() -> Fault.notFound("sandbox \"%s\" has no process to measure", id));
    return new SandboxMetric(id, Instant.now(), task.stats(scope));
  }

  /** Labels go to the container; all else is the sandbox' record's, whoever keeps that. */
  @Override
  public void update(Scope scope, Sandbox sandbox, FieldPaths paths) {
    Pod pod = book.get(scope, sandbox.id());
    List<String> wanted = paths.isEmpty() ? List.of("labels") : paths.paths();
    List<String> labels =
        wanted.stream()
            .filter(path -> path.equals("labels") || path.startsWith("labels."))
            .toList();
    if (!labels.isEmpty()) {
      book.label(scope, pod, sandbox.labels(), new FieldPaths(labels));
    }
  }

  /** Pods go on. */
  @Override
  public void close() {
    waits.close();
  }
}
