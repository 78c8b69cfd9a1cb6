package io.felucca.proxy.content;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.snapshot.Snapshotter;
import java.util.List;
import java.util.function.Function;

/** A daemon whose world is one content store. */
record OneStore(ContentStore content) implements Metadata, PluginRegistry {
  @Override
  public Snapshotter snapshotter(String id) {
    throw notHere();
  }

  @Override
  public Images images() {
    throw notHere();
  }

  @Override
  public Containers containers() {
    throw notHere();
  }

  @Override
  public Leases leases() {
    throw notHere();
  }

  @Override
  public Namespaces namespaces() {
    throw notHere();
  }

  private static Fault notHere() {
    return Fault.unimplemented("content only");
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    return fn.apply(kind.service().cast(this));
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    T world = kind.service().cast(this);
    return new Held<>() {
      @Override
      public T get() {
        return world;
      }

      @Override
      public void close() {}
    };
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
