package io.felucca.tasks;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.filter.Fields;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.ServingSandboxes;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskMetric;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import io.felucca.api.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Finds the runtime for a container and puts the tasks of all runtimes together. */
@PluginSpec(
    type = "io.containerd.service.v1",
    id = "tasks-service",
    requires = {"io.containerd.runtime.v2", "io.containerd.metadata.v1", "io.containerd.differ.v1"})
@Component(
    service = Tasks.class,
    configurationPid = "io.containerd.service.v1.tasks-service",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class TaskService implements Tasks, Plugin {
  private static final System.Logger LOG = System.getLogger(TaskService.class.getName());
  private static final String RESTORE_FROM_PATH = "RestoreFromPath";

  private static final Set<Fault.Kind> SILENT =
      EnumSet.of(Fault.Kind.NOT_FOUND, Fault.Kind.UNAVAILABLE, Fault.Kind.DEADLINE_EXCEEDED);

  /** The keys of {@code [plugins."io.containerd.service.v1.tasks-service"]}. */
  public @interface Config {
    /**
     * How long a task may take to tell its state, in milliseconds: {@code [timeouts]
     * "io.containerd.timeout.task.state"}.
     */
    long timeout_task_state() default 2000;

    /** The same for its counters: {@code "io.containerd.timeout.metrics.shimstats"}. */
    long timeout_metrics_shimstats() default 2000;

    /** Taken so that containerd's files load: classes of block I/O are not applied. */
    String blockio_config_file() default "";

    /** Taken so that containerd's files load: classes of RDT are not applied. */
    String rdt_config_file() default "";

    String plugin_state() default "";
  }

  private final PluginRegistry plugins;
  private final Seat<Metadata> metadata;
  private final Runtimes runtimes;
  private final Checkpoints checkpoints;
  private final Gathering gathering;
  private final Restores restores;
  private final ServingSandboxes sandboxes;
  private final Waits waits = new Waits();
  private final Duration statsPatience;

  @Activate
  public TaskService(@Reference PluginRegistry plugins, Config config) {
    this.plugins = plugins;
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
    this.restores = new Restores(new Notes(Path.of(config.plugin_state(), "restores")));
    Notes makers = new Notes(Path.of(config.plugin_state(), "makers"));
    this.sandboxes = new ServingSandboxes(plugins);
    Duration statePatience = Duration.ofMillis(config.timeout_task_state());
    this.runtimes = new Runtimes(plugins, makers, restores, waits, statePatience);
    this.checkpoints = new Checkpoints(plugins, metadata);
    this.gathering = new Gathering();
    this.statsPatience = Duration.ofMillis(config.timeout_metrics_shimstats());
  }

  @Override
  public Task create(Scope scope, CreateTask request) {
    String id = request.containerId();
    Container container = container(scope, id);
    if (runtimes.find(scope, id, container.runtime()) != null) {
      throw Fault.exists("task %s", id);
    }
    Path unpacked = unpacked(scope, request);
    if (unpacked == null) {
      return create(scope, request, container, checkpointFolder(request));
    }
    restores.keep(scope.namespace(), id, unpacked);
    try {
      return create(scope, request, container, unpacked.toString());
    } catch (RuntimeException e) {
      restores.discard(scope.namespace(), id);
      throw e;
    }
  }

  private Container container(Scope scope, String id) {
    return metadata.call(scope, world -> world.containers().get(scope, id));
  }

  private Task create(Scope scope, CreateTask request, Container container, String checkpoint) {
    String runtime = request.runtimePath().isEmpty() ? container.runtime() : request.runtimePath();
    TaskSpec spec =
        new TaskSpec(
            container.id(),
            runtime,
            container.spec(),
            request.rootfs(),
            request.io(),
            options(request, container),
            checkpoint,
            container.sandbox());
    String plugin =
        sandboxes.find(scope, container.sandbox()).isPresent()
            ? Runtimes.GENERAL
            : runtimes.claiming(scope, runtime);
    return runtimes.create(scope, plugin, spec);
  }

  /** The task's own options, unless it has none or they are empty. */
  private static TypedValue options(CreateTask request, Container container) {
    TypedValue own = request.options();
    boolean empty = own == null || own.bytes().length == 0;
    return empty && container.runtimeOptions() != null ? container.runtimeOptions() : own;
  }

  /** Null where the checkpoint, if any, is in a folder of the client's. */
  private Path unpacked(Scope scope, CreateTask request) {
    boolean inContent = request.checkpoint() != null && checkpointFolder(request).isEmpty();
    return inContent ? checkpoints.unpack(scope, request.checkpoint()) : null;
  }

  /** The folder that the client names in an annotation, as CRI does, or in runc's options. */
  private static String checkpointFolder(CreateTask request) {
    String named =
        request.checkpoint() == null
            ? null
            : request.checkpoint().annotations().get(RESTORE_FROM_PATH);
    return named == null ? RuncOptions.criuImagePath(request.options()) : named;
  }

  @Override
  public Task get(Scope scope, String id) {
    Container container = container(scope, id);
    Task task = runtimes.find(scope, id, container.runtime());
    if (task == null) {
      throw Fault.notFound("task %s not found", id);
    }
    return task;
  }

  @Override
  public List<ProcessState> list(Scope scope) {
    scope.requireNamespace();
    return ofEach(runtimes.all(scope), task -> state(scope, task));
  }

  /** A state that a shim cannot tell is unknown; a shim that does not answer is left out. */
  private ProcessState state(Scope scope, Task task) {
    try {
      return task.state(scope, "");
    } catch (Fault e) {
      if (SILENT.contains(e.kind())) {
        throw e;
      }
      LOG.log(System.Logger.Level.ERROR, "state of task id=" + task.id(), e);
      TaskIo none = new TaskIo("", "", "", false);
      return new ProcessState(task.id(), "", task.pid(), TaskStatus.UNKNOWN, none, 0, null);
    }
  }

  @Override
  public List<TaskMetric> metrics(Scope scope, Filter filter) {
    scope.requireNamespace();
    List<Task> wanted =
        runtimes.all(scope).stream().filter(task -> filter.test(fields(task))).toList();
    return ofEach(
        wanted, task -> new TaskMetric(task.id(), Instant.now(), task.stats(soon(scope))));
  }

  private static Fields fields(Task task) {
    return path ->
        switch (path.get(0)) {
          case "id" -> Fields.nonEmpty(task.id());
          case "namespace" -> Fields.nonEmpty(task.namespace());
          default -> Optional.empty();
        };
  }

  /** Asks every task at once: one whose supervisor hangs costs the others nothing. */
  private <T> List<T> ofEach(List<Task> tasks, Function<Task, T> question) {
    return gathering.ask(tasks, question, TaskService::leftOut);
  }

  private static void leftOut(Task task, Throwable why) {
    boolean deleted = Fault.is(why, Fault.Kind.NOT_FOUND);
    LOG.log(
        deleted ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
        "task left out of a list id=" + task.id() + " namespace=" + task.namespace(),
        why);
  }

  private Scope soon(Scope scope) {
    return scope.withDeadline(Instant.now().plus(scope.remaining(statsPatience)));
  }

  @Override
  public List<Descriptor> checkpoint(Scope scope, String id, String imagePath, TypedValue options) {
    Task task = get(scope, id);
    if (!imagePath.isEmpty()) {
      task.checkpoint(scope, imagePath, options);
      return List.of();
    }
    Container container = container(scope, id);
    return checkpoints.taking(scope, container, folder -> task.checkpoint(scope, folder, options));
  }

  @Override
  public RuntimeInfo info(Scope scope, String runtime, TypedValue options) {
    String plugin = runtimes.claiming(scope, runtime);
    return runtimes.call(scope, plugin, manager -> manager.info(scope, runtime, options));
  }

  @Override
  public void close() {
    waits.end(plugins.ids(Tasks.KIND).contains(Tasks.ID));
    gathering.close();
  }
}
