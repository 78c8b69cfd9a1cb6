package io.felucca.proxy.differ;

import io.felucca.api.Scope;
import io.felucca.api.diff.Differ;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.diff.Walking;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A daemon that has content and one differ. */
final class OneDiffer implements PluginRegistry, AutoCloseable {
  private final Metadata metadata;
  private final Differ differ;

  OneDiffer(Metadata metadata, Path state) {
    this.metadata = metadata;
    this.differ = Walking.differ(this, state);
    differ.start();
  }

  private <T> T find(PluginKind<T> kind) {
    Object found = kind.service() == Metadata.class ? metadata : differ;
    return kind.service().cast(found);
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    return fn.apply(find(kind));
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    T found = find(kind);
    return new Held<>() {
      @Override
      public T get() {
        return found;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return List.of();
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of();
  }

  @Override
  public void close() {
    differ.close();
  }
}
