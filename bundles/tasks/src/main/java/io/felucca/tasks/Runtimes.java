package io.felucca.tasks;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The runtime plugins that serve now, asked through the registry each time because they may be
 * replaced between two calls.
 */
final class Runtimes {
  private final PluginRegistry plugins;

  Runtimes(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  <T> T call(Scope scope, String plugin, Function<TaskManager, T> work) {
    return plugins.call(scope, TaskManager.KIND, plugin, work);
  }

  /** The plugin that runs containers of this runtime name. */
  String accepting(Scope scope, String runtime) {
    List<String> ids = plugins.ids(TaskManager.KIND);
    return ids.stream()
        .filter(id -> call(scope, id, manager -> manager.accepts(runtime)))
        .findFirst()
        .orElseThrow(
            () ->
                Fault.invalid(
                    "no runtime plugin runs \"%s\"; those that serve are %s", runtime, ids));
  }

  Optional<Task> find(Scope scope, String id) {
    return plugins.ids(TaskManager.KIND).stream()
        .filter(plugin -> has(scope, plugin, id))
        .findFirst()
        .map(plugin -> task(scope, plugin, id));
  }

  private boolean has(Scope scope, String plugin, String id) {
    try {
      call(scope, plugin, manager -> manager.get(scope, id));
      return true;
    } catch (Fault fault) {
      if (fault.kind() == Fault.Kind.NOT_FOUND) {
        return false;
      }
      throw fault;
    }
  }

  List<Task> all(Scope scope) {
    List<Task> all = new ArrayList<>();
    for (String plugin : plugins.ids(TaskManager.KIND)) {
      for (Task task : call(scope, plugin, manager -> manager.list(scope))) {
        all.add(RoutedTask.of(this, plugin, task));
      }
    }
    return all;
  }

  /** The task as one that stays good while its runtime plugin is replaced. */
  Task task(Scope scope, String plugin, String id) {
    return RoutedTask.of(this, plugin, call(scope, plugin, manager -> manager.get(scope, id)));
  }
}
