package io.felucca.monitor;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.container.Container;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.EventExchange.Subscription;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespace;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.plugin.Seat;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What monitors need of the daemon, from whichever instance serves then. */
public final class World {
  /** For a look at records or at a task: whoever does not answer by then is left for later. */
  public static final Duration LOOK = Duration.ofSeconds(10);

  private static final Set<PluginState> AWAY = EnumSet.of(PluginState.ERROR, PluginState.WAITING);

  private final PluginRegistry plugins;
  private final Seat<Metadata> metadata;
  private final Seat<Tasks> tasks;
  private final Seat<EventExchange> events;

  public World(PluginRegistry plugins) {
    this.plugins = plugins;
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
    this.tasks = new Seat<>(plugins, Tasks.KIND, Tasks.ID);
    this.events = new Seat<>(plugins, EventExchange.KIND, EventExchange.ID);
  }

  public List<String> namespaces() {
    Scope scope = new Name("", "").scope(LOOK);
    return metadata.call(
        scope, all -> all.namespaces().list(scope).stream().map(Namespace::name).toList());
  }

  /** The containers of a namespace that have one of the labels. */
  public List<Container> labelled(String namespace, String... labels) {
    Scope scope = new Name(namespace, "").scope(LOOK);
    Filter filter =
        Filter.parse(Stream.of(labels).map(label -> "labels.\"" + label + "\"").toList());
    List<Container> found = new ArrayList<>();
    metadata.run(scope, all -> all.containers().list(scope, filter, found::add));
    return found;
  }

  /** The container's record; empty where it is gone. */
  public Optional<Container> container(Name name) {
    Scope scope = name.scope(LOOK);
    return found(() -> metadata.call(scope, all -> all.containers().get(scope, name.id())));
  }

  public Container update(Name name, Container changed, FieldPaths paths) {
    Scope scope = name.scope(LOOK);
    return metadata.call(scope, all -> all.containers().update(scope, changed, paths));
  }

  /** What makes up the container's root file system; nothing where it has no snapshot. */
  public List<Mount> rootfs(Scope scope, Container container) {
    String key = container.snapshotKey();
    if (key.isEmpty()) {
      return List.of();
    }
    return metadata.call(scope, all -> all.snapshotter(container.snapshotter()).mounts(scope, key));
  }

  /** The states of a namespace's tasks, by ID; without those that do not tell it soon. */
  public Map<String, ProcessState> states(String namespace) {
    Scope scope = new Name(namespace, "").scope(LOOK);
    Map<String, ProcessState> states = new HashMap<>();
    tasks
        .call(scope, all -> all.list(scope))
        .forEach(state -> states.put(state.containerId(), state));
    return states;
  }

  /** The container's task; empty where it has none. */
  public Optional<Task> task(Name name) {
    Scope scope = name.scope(LOOK);
    return found(() -> tasks.call(scope, all -> all.get(scope, name.id())));
  }

  /** The state of the container's task; empty where it has none. */
  public Optional<ProcessState> state(Name name) {
    Scope scope = name.scope(LOOK);
    return task(name).flatMap(task -> found(() -> task.state(scope, "")));
  }

  /** UNAVAILABLE where a runtime is away: a task that is not found may still be there. */
  public void requireRuntimes() {
    for (PluginInfo plugin : plugins.plugins()) {
      if (plugin.type().equals(TaskManager.KIND.type()) && AWAY.contains(plugin.state())) {
        throw Fault.unavailable(
            "whether there is a task cannot be told: %s is away: %s",
            plugin.uri(), plugin.reason());
      }
    }
  }

  public Task create(Scope scope, CreateTask request) {
    return tasks.call(scope, all -> all.create(scope, request));
  }

  public void publish(Name name, String topic, Payload payload) {
    Scope scope = name.scope(LOOK);
    events.run(scope, all -> all.publish(scope, topic, payload));
  }

  /** See {@link EventExchange#subscribe}. */
  Subscription subscribe(Filter filter, Consumer<Event> to, Consumer<Fault> onEnd) {
    Scope scope = new Name("", "").scope(LOOK);
    return events.call(scope, all -> all.subscribe(filter, to, onEnd));
  }

  private static <T> Optional<T> found(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (Fault fault) {
      if (fault.kind() == Fault.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw fault;
    }
  }
}
