package io.felucca.proxy.host;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A registry of one plugin, which counts those that hold it. */
final class OnePlugin implements PluginRegistry {
  private final AtomicInteger holders = new AtomicInteger();
  private final String type;
  private final String id;
  private final Plugin plugin;

  OnePlugin(PluginKind<?> kind, String id, Plugin plugin) {
    this.type = kind.type();
    this.id = id;
    this.plugin = plugin;
  }

  int holders() {
    return holders.get();
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String name, Function<T, R> fn) {
    try (Held<T> held = use(scope, kind, name)) {
      return fn.apply(held.get());
    }
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String name) {
    if (!kind.type().equals(type) || !name.equals(id)) {
      throw Fault.notFound("plugin %s.%s", kind.type(), name);
    }
    holders.incrementAndGet();
    return new Held<>() {
      private boolean closed;

      @Override
      public T get() {
        return kind.service().cast(plugin);
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          holders.decrementAndGet();
        }
      }
    };
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return kind.type().equals(type) ? List.of(id) : List.of();
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of(
        new PluginInfo(
            type, id, List.of(), Map.of(), List.of(), PluginState.OK, "", Instant.now(), "test"));
  }
}
