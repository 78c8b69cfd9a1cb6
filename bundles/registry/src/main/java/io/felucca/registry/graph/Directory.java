package io.felucca.registry.graph;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.slot.Stay;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The way to plugins for everybody else in the daemon. */
public final class Directory implements PluginRegistry {
  private static final Logger LOG = System.getLogger("io.felucca.registry");

  private final Graph graph;
  private final Supplier<List<PluginInfo>> first;

  /**
   * @param first what is shown in front of the plugins
   */
  public Directory(Graph graph, Supplier<List<PluginInfo>> first) {
    this.graph = graph;
    this.first = first;
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    try (Stay stay = enter(scope, kind, id)) {
      return fn.apply(as(kind, id, stay.service()));
    }
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    Stay stay = enter(scope, kind, id);
    try {
      return new Hold<>(as(kind, id, stay.service()), stay);
    } catch (Fault e) {
      stay.close();
      throw e;
    }
  }

  private record Hold<T>(T get, Stay stay) implements Held<T> {
    @Override
    public void close() {
      stay.close();
    }
  }

  private Stay enter(Scope scope, PluginKind<?> kind, String id) {
    Node node = graph.find(kind.type(), id);
    if (node == null) {
      throw Fault.notFound("plugin %s.%s: not known", kind.type(), id);
    }
    return node.slot().enter(scope);
  }

  private static <T> T as(PluginKind<T> kind, String id, Object service) {
    if (!kind.service().isInstance(service)) {
      throw Fault.of(
          Fault.Kind.INTERNAL,
          "plugin %s.%s is a %s and no %s: its bundle must import that from this daemon",
          kind.type(),
          id,
          service.getClass().getName(),
          kind.service().getName());
    }
    return kind.service().cast(service);
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    List<String> ids = new ArrayList<>();
    for (Node node : graph.inOrder()) {
      if (node.uri().type().equals(kind.type()) && node.slot().tenant() != null) {
        ids.add(node.uri().id());
      }
    }
    return ids;
  }

  @Override
  public List<PluginInfo> plugins() {
    List<PluginInfo> all = new ArrayList<>(first.get());
    for (Node node : graph.inOrder()) {
      if (node.wanted() != null) {
        all.add(info(node));
      }
    }
    return all;
  }

  private static PluginInfo info(Node node) {
    try (Stay stay = node.slot().enterNow()) {
      Plugin plugin = stay != null && stay.service() instanceof Plugin it ? it : null;
      return info(node, node.shown(), plugin);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "plugin does not tell its facts plugin=" + node.uri(), e);
      return info(node, node.shown(), null);
    }
  }

  private static PluginInfo info(Node node, Status status, Plugin plugin) {
    Generation serving = node.serving();
    Candidate candidate = serving == null ? node.wanted().best() : serving.candidate();
    String outside = plugin == null ? "" : Outside.words(plugin);
    boolean waits = status.state() == PluginState.OK && !outside.isEmpty();
    return new PluginInfo(
        node.uri().type(),
        node.uri().id(),
        candidate.declaration().requires(),
        plugin == null ? Map.of() : plugin.exports(),
        plugin == null ? List.of() : plugin.capabilities(),
        waits ? PluginState.WAITING : status.state(),
        waits ? outside : status.reason(),
        waits ? node.outside().since(outside) : status.since(),
        candidate.origin());
  }
}
