package io.felucca.services;

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
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A registry of plugins that are always there. */
final class FewPlugins implements PluginRegistry {
  private final Map<String, Plugin> serving = new TreeMap<>();
  private final List<PluginInfo> infos = new CopyOnWriteArrayList<>();

  void add(String type, String id, Plugin plugin) {
    plugin.start();
    serving.put(type + "." + id, plugin);
    add(type, id, PluginState.OK, "", plugin.exports());
  }

  void add(String type, String id, PluginState state, String reason, Map<String, String> exports) {
    remove(type, id);
    infos.add(
        new PluginInfo(
            type, id, List.of(), exports, List.of(), state, reason, Instant.now(), "test"));
  }

  void remove(String type, String id) {
    infos.removeIf(info -> info.uri().equals(type + "." + id));
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    return fn.apply(find(kind, id));
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    T plugin = find(kind, id);
    return new Held<>() {
      @Override
      public T get() {
        return plugin;
      }

      @Override
      public void close() {}
    };
  }

  private <T> T find(PluginKind<T> kind, String id) {
    Plugin plugin = serving.get(kind.type() + "." + id);
    if (plugin == null) {
      throw Fault.notFound("plugin %s.%s", kind.type(), id);
    }
    return kind.service().cast(plugin);
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return infos.stream()
        .filter(info -> info.type().equals(kind.type()))
        .map(PluginInfo::id)
        .sorted()
        .toList();
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.copyOf(infos);
  }
}
