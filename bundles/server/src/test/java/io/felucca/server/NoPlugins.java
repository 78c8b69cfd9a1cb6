package io.felucca.server;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import java.util.List;
import java.util.function.Function;

/** A registry whose plugins are all disabled. */
final class NoPlugins implements PluginRegistry {
  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    throw disabled(kind, id);
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    throw disabled(kind, id);
  }

  private static Fault disabled(PluginKind<?> kind, String id) {
    return Fault.notFound("plugin %s.%s: disabled", kind.type(), id);
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return List.of();
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of();
  }
}
