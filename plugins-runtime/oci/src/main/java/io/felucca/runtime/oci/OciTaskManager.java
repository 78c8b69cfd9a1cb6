package io.felucca.runtime.oci;

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
import io.felucca.runc.OciRuntime;
import io.felucca.runtime.oci.folder.TaskFolder;
import io.felucca.runtime.oci.folder.TaskFolders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs tasks with an OCI runtime, without a shim: runc, crun or another program of their kind makes
 * the processes, and beside each stays a supervisor of a few kilobytes, which outlives the daemon.
 *
 * <p>To clients it is what runc's shim is: the same options, events, words and states.
 */
@PluginSpec(
    type = "io.containerd.runtime.v2",
    id = OciTaskManager.ID,
    requires = {"io.containerd.event.v1"})
@Component(
    service = TaskManager.class,
    configurationPid = "io.containerd.runtime.v2.oci",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class OciTaskManager implements TaskManager {
  static final String ID = "oci";

  private static final int WORKERS = 4;
  private static final int TURNS = 64;

  /**
   * A list does not wait longer for tasks of which only their OCI runtime knows where they stand.
   */
  private static final Duration LISTING = Duration.ofSeconds(2);

  private final TaskFolders folders;
  private final RuntimeNames names;
  private final TaskTable table = new TaskTable();
  private final ThreadPoolExecutor workers = Workers.fewUntilClosed("felucca-oci", WORKERS);
  private final Tools tools;
  private final Creation creation;
  private final Adoption adoption;
  private final Successor successor;
  private final ReentrantLock[] turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toArray(ReentrantLock[]::new);
  private volatile boolean over;

  @Activate
  public OciTaskManager(RuntimeConfig config, @Reference PluginRegistry registry) {
    this(Settings.of(config), Publisher.in(registry), new SeatedSuccessor(registry));
  }

  /**
   * @param successor another instance of this plugin, if calls go there
   */
  OciTaskManager(Settings settings, Publisher publisher, Successor successor) {
    this.successor = successor;
    folders = settings.folders();
    names = new RuntimeNames(settings);
    tools =
        new Tools(settings.programs(), settings.supervisor(), new Announcer(publisher), workers);
    Undertaker undertaker = new Undertaker(table, tools);
    creation = new Creation(names, table, tools, undertaker);
    adoption = new Adoption(creation, table, undertaker);
  }

  /**
   * Finds the tasks that are there, all at once. What a crash has left in the middle of something
   * is seen to meanwhile.
   */
  @Override
  public void start() {
    names.check();
    over = folders.isOfEarlierBoot();
    ThreadPoolExecutor adopters = Workers.few("felucca-oci-adopts", WORKERS);
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (TaskFolder folder : folders.list("")) {
      CompletableFuture<?> one =
          CompletableFuture.runAsync(() -> lookUp(folder, Patience.CLEANUP), adopters);
      if (Adoption.isQuick(folder)) {
        all.add(one);
      }
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    adopters.shutdown(); // what is slow goes on, and whoever asks for such a task waits for it
    folders.sweep();
    over = false;
  }

  /**
   * Tasks go on; their next instance finds them in the state folder. Who waits for an end asks that
   * one before this one looks away, so that no end comes between.
   */
  @Override
  public void close() {
    if (successor.isThere()) {
      successor.takeOver();
      List<OciTask> tasks = table.list("");
      tasks.forEach(OciTask::moveWaits);
      Farewell.await(() -> tasks.stream().anyMatch(OciTask::isAwaited));
    }
    Fault why = Fault.unavailable("runtime is being replaced");
    table.list("").forEach(task -> task.forget(why));
    workers.shutdown();
    tools.close();
  }

  @Override
  public Map<String, String> exports() {
    Map<String, String> facts = names.facts();
    facts.put("log-uri-schemes", "fifo,binary,binary-v2,file");
    return facts;
  }

  @Override
  public boolean accepts(String runtime) {
    return names.accept(runtime);
  }

  @Override
  public Task create(Scope scope, TaskSpec spec) {
    String namespace = scope.requireNamespace();
    Identifiers.check("task id", spec.id());
    Patience.of(scope);
    if (find(namespace, spec.id()) != null) {
      throw Fault.exists("task %s", spec.id());
    }
    return creation.create(scope, folders.at(namespace, spec.id()), spec);
  }

  @Override
  public Task get(Scope scope, String id) {
    OciTask task = find(scope.requireNamespace(), id);
    if (task == null) {
      throw Fault.notFound("task %s not found", id);
    }
    return task;
  }

  private OciTask find(String namespace, String id) {
    return find(namespace, id, Patience.CLEANUP);
  }

  /** Another instance may have created or deleted it; null where there is none. */
  private OciTask find(String namespace, String id, Duration patience) {
    OciTask task = table.find(namespace, id);
    if (task != null && task.init().isCurrent()) {
      return task;
    }
    return Identifiers.isOne(id) ? lookUp(folders.at(namespace, id), patience) : null;
  }

  /** One at a time: the second who asks for a task finds it in the table. */
  private OciTask lookUp(TaskFolder folder, Duration patience) {
    ReentrantLock turn = turns[Math.floorMod(folder.path().hashCode(), TURNS)];
    try {
      if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    try {
      return lookUpAlone(folder, patience);
    } finally {
      turn.unlock();
    }
  }

  private OciTask lookUpAlone(TaskFolder folder, Duration patience) {
    OciTask task = table.find(folder.namespace(), folder.id());
    if (task != null && task.init().isCurrent()) {
      return task;
    }
    if (task != null) {
      table.remove(task);
      task.forget(Fault.notFound("task %s", folder.id()));
    }
    return folder.exists() ? adoption.adopt(folder, patience, over) : null;
  }

  @Override
  public List<Task> list(Scope scope) {
    for (OciTask known : table.list(scope.namespace())) {
      find(known.namespace(), known.id(), LISTING); // those deleted elsewhere go
    }
    for (TaskFolder folder : folders.list(scope.namespace())) {
      find(folder.namespace(), folder.id(), LISTING);
    }
    return List.copyOf(table.list(scope.namespace()));
  }

  @Override
  public RuntimeInfo info(Scope scope, String runtime, TypedValue options) {
    OciRuntime program =
        new OciRuntime(names.settings(scope.namespace(), runtime, options), null)
            .within(Patience.of(scope));
    return RuntimeFacts.of(names.type(runtime), program, names.options(runtime, options));
  }
}
