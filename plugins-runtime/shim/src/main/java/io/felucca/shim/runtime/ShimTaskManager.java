package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.event.Publisher;
import io.felucca.api.plugin.Farewell;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Workers;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskSpec;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.folder.TaskFolders;
import io.felucca.shim.launch.Programs;
import io.felucca.shim.launch.ShimProgram;
import io.felucca.shim.launch.ShimSettings;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.runc.IdMaps;
import io.felucca.shim.runc.PrivateRoot;
import io.felucca.ttrpc.TtrpcTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs tasks in shims: any program {@code containerd-shim-*-v2}, over its task service in version 2
 * or 3 (containerd core/runtime/v2/README.md).
 *
 * <p>Bundles and shims are those of containerd, so either daemon finds what the other has left. A
 * runtime's options go to the shim as they are, but for one addition: see {@link PrivateRoot}.
 */
@PluginSpec(
    type = "io.containerd.runtime.v2",
    id = ShimTaskManager.ID,
    requires = {"io.containerd.shim.v1", "io.containerd.event.v1"})
@Component(
    service = TaskManager.class,
    configurationPid = "io.containerd.runtime.v2.task",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ShimTaskManager implements TaskManager {
  static final String ID = "task";
  private static final int WORKERS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** While another instance serves, its successor does not keep the rest waiting for a shim. */
  private static final Duration HASTE = Duration.ofSeconds(1);

  /** A successor that looks for its tasks has each of them in its hands, for that time at most. */
  private static final Duration SETTLING = HASTE.multipliedBy(3);

  private final TaskFolders folders;
  private final ShimPrograms programs;
  private final PrivateRoot privateRoot;
  private final TaskTable table = new TaskTable();
  private final ShimLogs logs = new ShimLogs();
  private final TtrpcTransport transport = new TtrpcTransport("felucca-shims");
  private final ThreadPoolExecutor workers = Workers.few("felucca-shim", WORKERS);
  private final Undertaker undertaker;
  private final Creation creation;
  private final Adoption adoption;
  private final Duration load;
  private final BooleanSupplier otherServes;

  @Activate
  public ShimTaskManager(RuntimeConfig config, @Reference PluginRegistry registry) {
    this(
        Settings.of(config),
        Publisher.in(registry),
        () -> ShimSettings.configured(registry),
        new SandboxEndpoints(registry)::find,
        () -> registry.ids(TaskManager.KIND).contains(ID));
  }

  /**
   * @param sandboxes where the tasks of a sandbox are served, if its controller says so
   * @param otherServes whether calls go to another instance of this plugin
   */
  ShimTaskManager(
      Settings settings,
      Publisher events,
      Supplier<ShimSettings> shims,
      BiFunction<Scope, String, Optional<Endpoint>> sandboxes,
      BooleanSupplier otherServes) {
    this.otherServes = otherServes;
    folders = settings.folders();
    privateRoot = new PrivateRoot(settings.daemonState());
    Programs found = new Programs(settings.path(), settings.daemon().binary());
    programs = new ShimPrograms(found, settings.handlers(), settings.daemon(), shims);
    undertaker = new Undertaker(table, programs, events, settings.timeouts());
    creation =
        new Creation(table, sandboxes, transport, logs, link -> folder -> connected(link, folder));
    load = settings.timeouts().load();
    Approach approach = new Approach(transport, logs, load);
    Pursuit pursuit = new Pursuit(approach, undertaker, workers, load);
    adoption = new Adoption(table, approach, pursuit, undertaker, this::register);
  }

  private ShimTask connected(ShimLink link, TaskFolder folder) {
    ShimTask task = new ShimTask(folder, link.endpoint(), undertaker);
    task.contact().establish(link);
    return task;
  }

  /**
   * Finds the tasks that are there, all at once; those whose shims do not answer within the time
   * that all have together are connected to later.
   */
  @Override
  public void start() {
    programs.check();
    boolean hasty = otherServes.getAsBoolean() && load.compareTo(HASTE) > 0;
    long until = System.nanoTime() + (hasty ? HASTE : load).toNanos();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (TaskFolder folder : folders.list("")) {
      all.add(
          CompletableFuture.runAsync(() -> adoption.adopt(folder, Duration.ZERO, until), workers));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    folders.sweep();
  }

  private void register(ShimTask task) {
    table.add(task);
    task.contact()
        .link()
        .thenCompose(ShimLink::onClose)
        .thenRunAsync(() -> undertaker.lost(task), workers);
  }

  /**
   * Tasks go on; their next instance finds them in the state folder. Who waits for an end asks that
   * one before the connections here are closed, so that no end comes between.
   */
  @Override
  public void close() {
    List<ShimTask> tasks = table.list("");
    tasks.forEach(ShimTask::detach);
    if (otherServes.getAsBoolean()) {
      tasks.forEach(ShimTask::moveWaits);
      Farewell.await(() -> tasks.stream().anyMatch(ShimTask::isAwaited));
    }
    Fault why = Fault.unavailable("runtime is being replaced");
    for (ShimTask task : tasks) {
      task.contact().end(why);
      task.end().completeExceptionally(why);
    }
    transport.close();
    logs.close();
    workers.shutdown();
  }

  @Override
  public Map<String, String> exports() {
    Map<String, String> facts = programs.facts();
    facts.put("log-uri-schemes", "fifo,binary,binary-v2,file");
    return facts;
  }

  @Override
  public boolean accepts(String runtime) {
    return programs.accept(runtime);
  }

  @Override
  public Task create(Scope scope, TaskSpec spec) {
    String namespace = scope.requireNamespace();
    Identifiers.check("task id", spec.id());
    if (find(namespace, spec.id()) != null) {
      throw Fault.exists("task %s", spec.id());
    }
    ShimProgram program = programs.of(spec.runtime());
    TaskFolder folder = folders.at(namespace, spec.id());
    try (FolderLock lock = folder.makeLocked(PATIENCE)) {
      return create(scope, folder, program, spec);
    }
  }

  private Task create(Scope scope, TaskFolder folder, ShimProgram program, TaskSpec spec) {
    ShimTask task = null;
    try {
      TypedValue options = options(spec.runtime(), program, spec.options());
      folder.fill(folders.root(), spec.spec().bytes());
      checkFeatures(scope, spec, options);
      folder.noteRuntime(spec.runtime(), program.path());
      task = creation.start(scope, folder, program, spec, options);
      register(task);
      Creation.create(scope, task, spec, options);
      return task;
    } catch (RuntimeException e) {
      undertaker.abandon(folder, task);
      throw e;
    }
  }

  private TypedValue options(String runtime, ShimProgram program, TypedValue given) {
    return privateRoot.apply(program.path(), programs.options(runtime, given));
  }

  private void checkFeatures(Scope scope, TaskSpec spec, TypedValue options) {
    if (IdMaps.used(spec.spec().bytes())) {
      IdMaps.check(info(scope, spec.runtime(), options).features());
    }
  }

  @Override
  public Task get(Scope scope, String id) {
    ShimTask task = find(scope.requireNamespace(), id);
    if (task == null) {
      throw Fault.notFound("task %s not found", id);
    }
    return task;
  }

  /** Another instance may have created it; null where there is none. */
  private ShimTask find(String namespace, String id) {
    ShimTask task = table.find(namespace, id);
    if (task != null || !Identifiers.isOne(id)) {
      return task;
    }
    TaskFolder folder = folders.at(namespace, id);
    return folder.exists() ? lookUp(folder) : null;
  }

  /** One at a time: the second who asks for a task finds it in the table. */
  private synchronized ShimTask lookUp(TaskFolder folder) {
    ShimTask task = table.find(folder.namespace(), folder.id());
    return task == null
        ? adoption.adopt(folder, SETTLING, System.nanoTime() + load.toNanos())
        : task;
  }

  @Override
  public List<Task> list(Scope scope) {
    for (TaskFolder folder : folders.list(scope.namespace())) {
      find(folder.namespace(), folder.id());
    }
    return List.copyOf(table.list(scope.namespace()));
  }

  @Override
  public RuntimeInfo info(Scope scope, String runtime, TypedValue options) {
    return RuntimeFacts.of(programs.of(runtime), programs.options(runtime, options));
  }
}
