package io.felucca.tasks;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.task.TaskManager;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the service finds around it, in memory: plugins, containers and content. */
final class World implements PluginRegistry {
  final Map<String, TaskManager> runtimes = new TreeMap<>();
  final Map<String, Object> others = new HashMap<>();
  final Map<String, Container> containers = new HashMap<>();
  final Map<Digest, byte[]> content = new HashMap<>();

  void container(String id, String runtime, TypedValue options) {
    containers.put(
        id,
        new Container(
            id,
            Map.of(),
            "",
            runtime,
            options,
            new TypedValue("Spec", new byte[] {'{', '}'}),
            "",
            "",
            "pod",
            Map.of(),
            Instant.EPOCH,
            Instant.EPOCH));
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    try (Held<T> held = use(scope, kind, id)) {
      return fn.apply(held.get());
    }
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    Object plugin = kind == TaskManager.KIND ? runtimes.get(id) : others.get(id);
    if (plugin == null) {
      throw Fault.notFound("plugin %s", id);
    }
    return new InMemory<>(kind.service().cast(plugin));
  }

  private record InMemory<T>(T get) implements Held<T> {
    @Override
    public void close() {}
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return List.copyOf(kind == TaskManager.KIND ? runtimes.keySet() : others.keySet());
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of();
  }

  /** Metadata of which only what the service uses answers. */
  Metadata metadata() {
    return only(
        Metadata.class, Map.of("containers", args -> containers(), "content", args -> content()));
  }

  private Containers containers() {
    return only(
        Containers.class,
        Map.of(
            "get",
            args -> {
              Container found = containers.get((String) args[1]);
              if (found == null) {
                throw Fault.notFound("container \"%s\"", args[1]);
              }
              return found;
            }));
  }

  private ContentStore content() {
    return only(ContentStore.class, Map.of("writer", args -> writer()));
  }

  private ContentWriter writer() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return only(
        ContentWriter.class,
        Map.of(
            "write",
            args -> {
              bytes.writeBytes(((ByteBuffer) args[0]).array());
              return null;
            },
            "commit",
            args -> content.put((Digest) args[1], bytes.toByteArray()),
            "close",
            args -> null));
  }

  private static <T> T only(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> methods.get(method.getName()).apply(args)));
  }
}
