package io.felucca.tasks;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The runtime plugins, asked through the registry each time because they may be replaced between
 * two calls.
 */
final class Runtimes {
  private static final System.Logger LOG = System.getLogger(Runtimes.class.getName());

  /** The plugin that runs whatever no other one claims: any shim that is installed. */
  static final String GENERAL = "task";

  private final PluginRegistry plugins;
  private final Notes makers;
  private final Restores restores;
  private final Waits waits;
  private final Duration statePatience;

  /**
   * @param makers which plugin has made each task: its ID
   * @param statePatience how long a task may take to tell its state
   */
  Runtimes(
      PluginRegistry plugins,
      Notes makers,
      Restores restores,
      Waits waits,
      Duration statePatience) {
    this.plugins = plugins;
    this.makers = makers;
    this.restores = restores;
    this.waits = waits;
    this.statePatience = statePatience;
  }

  /** UNAVAILABLE where there is no such plugin: its tasks may well be there. */
  <T> T call(Scope scope, String plugin, Function<TaskManager, T> work) {
    return new Seat<>(plugins, TaskManager.KIND, plugin).call(scope, work);
  }

  /** The plugins that serve; where none does, the general one, which has the reason. */
  private List<String> serving() {
    List<String> ids = plugins.ids(TaskManager.KIND);
    return ids.isEmpty() ? List.of(GENERAL) : ids;
  }

  /** The plugin that runs containers of this runtime name. */
  String claiming(Scope scope, String runtime) {
    return plugins.ids(TaskManager.KIND).stream()
        .filter(id -> !id.equals(GENERAL))
        .filter(id -> call(scope, id, manager -> manager.accepts(runtime)))
        .findFirst()
        .orElse(GENERAL);
  }

  /** Has the plugin make a task, and keeps in mind which one it was. */
  Task create(Scope scope, String plugin, TaskSpec spec) {
    Task task = call(scope, plugin, manager -> routed(plugin, manager.create(scope, spec)));
    try {
      makers.put(task.namespace(), task.id(), plugin);
    } catch (Fault e) {
      LOG.log(System.Logger.Level.WARNING, "who made a task is not noted", e); // it is there
    }
    return task;
  }

  /**
   * The task of this ID; null where no runtime has it. UNAVAILABLE where the one that made it does
   * not serve.
   *
   * @param runtime the name in the container's record: its plugin is asked first, and the others
   *     because a client may have named another program when it created the task
   */
  Task find(Scope scope, String id, String runtime) {
    String first = claiming(scope, runtime);
    Task task = ask(scope, id, first);
    for (String other : plugins.ids(TaskManager.KIND)) {
      if (task == null && !other.equals(first)) {
        task = ask(scope, id, other);
      }
    }
    return task == null ? made(scope, id) : task;
  }

  /** The maker is not among those that serve, or its task has gone without being deleted. */
  private Task made(Scope scope, String id) {
    String namespace = scope.requireNamespace();
    Task task = makers.get(namespace, id).map(plugin -> ask(scope, id, plugin)).orElse(null);
    if (task == null) {
      makers.remove(namespace, id);
    }
    return task;
  }

  private Task ask(Scope scope, String id, String plugin) {
    try {
      return call(scope, plugin, manager -> routed(plugin, manager.get(scope, id)));
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  /** All tasks of the scope's namespace. */
  List<Task> all(Scope scope) {
    List<Task> all = new ArrayList<>();
    for (String plugin : serving()) {
      call(scope, plugin, manager -> manager.list(scope))
          .forEach(task -> all.add(routed(plugin, task)));
    }
    return all;
  }

  /** The task as one that stays good while its runtime plugin is replaced. */
  private Task routed(String plugin, Task task) {
    return new RoutedTask(this, restores, waits, plugin, task, statePatience);
  }

  /** The task is deleted. */
  void forget(String namespace, String id) {
    makers.remove(namespace, id);
  }
}
