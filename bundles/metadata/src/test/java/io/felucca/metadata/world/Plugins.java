package io.felucca.metadata.world;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** A registry for tests: plugins are put in and taken out by hand, nobody waits for one. */
public final class Plugins implements PluginRegistry {
  private final Map<String, Plugin> plugins = new ConcurrentSkipListMap<>();

  public void put(PluginKind<?> kind, String id, Plugin plugin) {
    plugins.put(kind.type() + " " + id, plugin);
  }

  public void take(PluginKind<?> kind, String id) {
    plugins.remove(kind.type() + " " + id);
  }

  public void closeAll() {
    plugins.values().forEach(Plugin::close);
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    return fn.apply(serving(kind, id));
  }

  private <T> T serving(PluginKind<T> kind, String id) {
    Plugin plugin = plugins.get(kind.type() + " " + id);
    if (plugin == null) {
      throw Fault.unavailable("plugin %s.%s is not there", kind.type(), id);
    }
    return kind.service().cast(plugin);
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    T plugin = serving(kind, id);
    return new Held<>() {
      @Override
      public T get() {
        return plugin;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    String prefix = kind.type() + " ";
    return plugins.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  @Override
  public List<PluginInfo> plugins() {
    return plugins.keySet().stream()
        .map(name -> name.split(" "))
        .map(
            name ->
                new PluginInfo(
                    name[0],
                    name[1],
                    List.of(),
                    Map.of(),
                    List.of(),
                    PluginState.OK,
                    "",
                    Instant.EPOCH,
                    "test"))
        .toList();
  }
}
