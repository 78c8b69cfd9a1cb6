package io.felucca.diff;

import io.felucca.api.Scope;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import java.util.List;
import java.util.function.Function;

/** A registry of one metadata that never goes. */
record Seats(Metadata metadata) implements PluginRegistry {
  static Seat<Metadata> of(Metadata metadata) {
    return new Seat<>(new Seats(metadata), Metadata.KIND, Metadata.ID);
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    return fn.apply(kind.service().cast(metadata));
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    return new Here<>(kind.service().cast(metadata));
  }

  private record Here<T>(T get) implements Held<T> {
    @Override
    public void close() {}
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return List.of(Metadata.ID);
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of();
  }
}
