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
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskMetric;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  /** The keys of {@code [plugins."io.containerd.service.v1.tasks-service"]}. */
  public @interface Config {
    /**
     * How long a task may take to tell its state, in milliseconds: {@code [timeouts]
     * "io.containerd.timeout.task.state"}.
     */
    long timeout_io_containerd_timeout_task_state() default 2000;
  }

  private final Metadata metadata;
  private final Runtimes runtimes;
  private final Checkpoints checkpoints;
  private final Gathering gathering;
  private final Duration patience;

  @Activate
  public TaskService(
      @Reference PluginRegistry plugins, @Reference Metadata metadata, Config config) {
    this.metadata = metadata;
    this.runtimes = new Runtimes(plugins);
    this.checkpoints = new Checkpoints(plugins, metadata);
    this.gathering = new Gathering();
    this.patience = Duration.ofMillis(config.timeout_io_containerd_timeout_task_state());
  }

  @Override
  public Task create(Scope scope, CreateTask request) {
    Container container = metadata.containers().get(scope, request.containerId());
    String runtime = request.runtimePath().isEmpty() ? container.runtime() : request.runtimePath();
    String plugin = runtimes.accepting(scope, runtime);
    if (runtimes.find(scope, request.containerId()).isPresent()) {
      throw Fault.exists("task %s", request.containerId());
    }
    if (request.checkpoint() == null) {
      return create(scope, plugin, spec(request, container, runtime, ""));
    }
    return checkpoints.restoring(
        scope,
        request.checkpoint(),
        folder -> create(scope, plugin, spec(request, container, runtime, folder)));
  }

  private Task create(Scope scope, String plugin, TaskSpec spec) {
    runtimes.call(scope, plugin, manager -> manager.create(scope, spec));
    return runtimes.task(scope, plugin, spec.id());
  }

  private static TaskSpec spec(
      CreateTask request, Container container, String runtime, String checkpoint) {
    TypedValue options = request.options() == null ? container.runtimeOptions() : request.options();
    return new TaskSpec(
        container.id(),
        runtime,
        container.spec(),
        request.rootfs(),
        request.io(),
        options,
        checkpoint,
        container.sandbox());
  }

  @Override
  public Task get(Scope scope, String id) {
    return runtimes.find(scope, id).orElseThrow(() -> Fault.notFound("task %s not found", id));
  }

  @Override
  public List<ProcessState> list(Scope scope) {
    return ofEach(scope, runtimes.all(scope), task -> task.state(soon(scope), ""));
  }

  @Override
  public List<TaskMetric> metrics(Scope scope, Filter filter) {
    List<Task> wanted =
        runtimes.all(scope).stream().filter(task -> filter.test(fields(task))).toList();
    return ofEach(
        scope, wanted, task -> new TaskMetric(task.id(), Instant.now(), task.stats(soon(scope))));
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
  private <T> List<T> ofEach(Scope scope, List<Task> tasks, Function<Task, T> question) {
    return gathering.ask(
        tasks,
        question,
        (task, fault) ->
            LOG.log(
                System.Logger.Level.WARNING,
                "task left out of a list namespace="
                    + scope.namespace()
                    + " id="
                    + task.id()
                    + " error=\""
                    + fault.getMessage()
                    + "\""));
  }

  private Scope soon(Scope scope) {
    return scope.withDeadline(Instant.now().plus(scope.remaining(patience)));
  }

  @Override
  public List<Descriptor> checkpoint(Scope scope, String id, String imagePath, TypedValue options) {
    Task task = get(scope, id);
    if (!imagePath.isEmpty()) {
      task.checkpoint(scope, imagePath, options);
      return List.of();
    }
    Container container = metadata.containers().get(scope, id);
    return checkpoints.taking(scope, container, folder -> task.checkpoint(scope, folder, options));
  }

  @Override
  public RuntimeInfo info(Scope scope, String runtime, TypedValue options) {
    String plugin = runtimes.accepting(scope, runtime);
    return runtimes.call(
        scope, plugin, (TaskManager manager) -> manager.info(scope, runtime, options));
  }

  @Override
  public void close() {
    gathering.close();
  }
}
