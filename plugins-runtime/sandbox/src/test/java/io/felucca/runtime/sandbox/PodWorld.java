package io.felucca.runtime.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.EventExchange;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.Tasks;
import io.felucca.events.Exchange;
import io.felucca.metadata.MetadataService;
import io.felucca.tasks.TaskService;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the controller finds around it: real records and tasks, and a runtime of processes. */
final class PodWorld implements PluginRegistry, AutoCloseable {
  final PauseRuntime runtime = new PauseRuntime();
  final MetadataService metadata;
  private final Exchange exchange = new Exchange();
  private final TaskService tasks;
  private final Map<String, Object> plugins = new TreeMap<>();

  PodWorld(Path root) {
    metadata =
        new MetadataService(
            config(
                MetadataService.Config.class,
                Map.of("plugin_root", root.resolve("metadata").toString())),
            this);
    tasks =
        new TaskService(
            this,
            config(
                TaskService.Config.class,
                Map.of("plugin_state", root.resolve("tasks").toString())));
    plugins.put(Metadata.KIND.type() + "." + Metadata.ID, metadata);
    plugins.put(Tasks.KIND.type() + "." + Tasks.ID, tasks);
    plugins.put(EventExchange.KIND.type() + "." + EventExchange.ID, exchange);
    plugins.put(TaskManager.KIND.type() + ".task", runtime);
    metadata.start();
  }

  static PodController controller(Path root, PluginRegistry registry) {
    return new PodController(
        config(PodController.Config.class, Map.of("plugin_root", root.toString())), registry);
  }

  private static <T> T config(Class<T> type, Map<String, Object> values) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue())));
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    return fn.apply(find(kind, id));
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    T found = find(kind, id);
    return new Held<>() {
      @Override
      public T get() {
        return found;
      }

      @Override
      public void close() {}
    };
  }

  private <T> T find(PluginKind<T> kind, String id) {
    Object found = plugins.get(kind.type() + "." + id);
    if (found == null) {
      throw Fault.notFound("plugin %s.%s", kind.type(), id);
    }
    return kind.service().cast(found);
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return plugins.keySet().stream()
        .filter(name -> name.startsWith(kind.type() + "."))
        .map(name -> name.substring(kind.type().length() + 1))
        .toList();
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of();
  }

  @Override
  public void close() {
    runtime.reboot();
    tasks.close();
    metadata.close();
    exchange.close();
  }
}
