package io.felucca.monitor;

import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.container.Containers;
import io.felucca.api.event.Audience;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespace;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Tasks;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** What monitors find around them: records in memory, tasks that are real processes. */
public final class TestDaemon implements PluginRegistry {
  private static final String SPEC =
      "{\"process\":{\"args\":[\"sleep\",\"1000\"],\"terminal\":false,\"cwd\":\"/\"}}";

  public final Map<Name, TestTask> tasks = new ConcurrentHashMap<>();
  public final List<Event> events = new CopyOnWriteArrayList<>();
  public final List<CreateTask> created = new CopyOnWriteArrayList<>();

  /** Called before a task is made: may throw, or block. */
  public volatile Consumer<Name> beforeCreate = name -> {};

  /** In which state the plugin is that runs tasks. */
  public volatile PluginState runtime = PluginState.OK;

  private final Map<Name, Container> containers = new ConcurrentHashMap<>();
  private final Audience audience = new Audience();

  public TestDaemon() {
    audience.open();
  }

  /** A container of some age, with labels: key, value, and so on. */
  public Name container(String namespace, String id, String... labels) {
    return container(namespace, id, Instant.EPOCH, labels);
  }

  public Name container(String namespace, String id, Instant createdAt, String... labels) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    TypedValue spec = new TypedValue("Spec", SPEC.getBytes(StandardCharsets.UTF_8));
    Name name = new Name(namespace, id);
    containers.put(
        name,
        new Container(
            id,
            map,
            "image",
            "r",
            null,
            spec,
            "sn",
            "key-" + id,
            "",
            Map.of(),
            createdAt,
            createdAt));
    return name;
  }

  /** A container with a running task. */
  public Name running(String id, String... labels) {
    Name name = container("ns", id, labels);
    start(name);
    return name;
  }

  public TestTask start(Name name) {
    TestTask task = new TestTask(this, name);
    tasks.put(name, task);
    task.start(Scope.of(name.namespace()), "");
    return task;
  }

  public String label(Name name, String label) {
    return containers.get(name).labels().getOrDefault(label, "");
  }

  public Container record(Name name) {
    return containers.get(name);
  }

  public void delete(Name name) {
    containers.remove(name);
  }

  /** Sets one label, as a client does. */
  public void label(Name name, String label, String value) {
    Container old = containers.get(name);
    update(name, with(old, Map.of(label, value), Map.of()), FieldPaths.of("labels." + label));
  }

  public void await(String what, BooleanSupplier truth) throws InterruptedException {
    for (int i = 0; i < 12000 && !truth.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue("never came true: " + what, truth.getAsBoolean());
  }

  /** Ends all processes. */
  public void close() {
    tasks.values().forEach(TestTask::endAll);
    audience.leave();
  }

  public void publish(String namespace, String topic, Payload payload) {
    Event event = new Event(Instant.now(), namespace, topic, payload);
    events.add(event);
    audience.tell(event);
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
    try (Held<T> held = use(scope, kind, id)) {
      return fn.apply(held.get());
    }
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
    Object plugin =
        kind == Metadata.KIND ? metadata() : kind == Tasks.KIND ? tasks() : new Exchange();
    T service = kind.service().cast(plugin);
    return new Held<>() {
      @Override
      public T get() {
        return service;
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
    return List.of(
        new PluginInfo(
            "io.containerd.runtime.v2",
            "oci",
            List.of(),
            Map.of(),
            List.of(),
            runtime,
            "no state folder",
            Instant.EPOCH,
            ""));
  }

  private Metadata metadata() {
    return only(
        Metadata.class,
        Map.of(
            "containers", args -> containers(),
            "namespaces", args -> namespaces(),
            "snapshotter", args -> snapshotter()));
  }

  private static Snapshotter snapshotter() {
    return only(
        Snapshotter.class,
        Map.of("mounts", args -> List.of(Mount.of("bind", (String) args[1], List.of()))));
  }

  private Namespaces namespaces() {
    return only(
        Namespaces.class,
        Map.of(
            "list",
            args ->
                containers.keySet().stream()
                    .map(Name::namespace)
                    .distinct()
                    .map(name -> new Namespace(name, Map.of()))
                    .toList()));
  }

  private Containers containers() {
    return only(
        Containers.class,
        Map.of(
            "get", args -> get(((Scope) args[0]).namespace(), (String) args[1]),
            "list", args -> list((Scope) args[0], (Filter) args[1], args[2]),
            "update", args -> update((Scope) args[0], (Container) args[1], (FieldPaths) args[2])));
  }

  private Container get(String namespace, String id) {
    Container found = containers.get(new Name(namespace, id));
    if (found == null) {
      throw Fault.notFound("container \"%s\"", id);
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  private Void list(Scope scope, Filter filter, Object to) {
    containers.forEach(
        (name, container) -> {
          if (name.namespace().equals(scope.namespace()) && filter.test(container)) {
            ((Consumer<Container>) to).accept(container);
          }
        });
    return null;
  }

  private Container update(Scope scope, Container changed, FieldPaths paths) {
    get(scope.namespace(), changed.id());
    return update(new Name(scope.namespace(), changed.id()), changed, paths);
  }

  private Container update(Name name, Container changed, FieldPaths paths) {
    Map<String, String> labels = new HashMap<>();
    Map<String, TypedValue> extensions = new HashMap<>();
    for (String path : paths.paths()) {
      String label = FieldPaths.keyBehind("labels", path);
      String extension = FieldPaths.keyBehind("extensions", path);
      if (label != null) {
        labels.put(label, changed.labels().get(label));
      } else {
        extensions.put(extension, changed.extensions().get(extension));
      }
    }
    Container now =
        containers.compute(name, (key, old) -> old == null ? null : with(old, labels, extensions));
    publish(
        name.namespace(),
        "/containers/update",
        new Events.ContainerUpdate(name.id(), now.image(), now.labels(), now.snapshotKey()));
    return now;
  }

  private static Container with(
      Container old, Map<String, String> labels, Map<String, TypedValue> extensions) {
    Map<String, String> allLabels = new HashMap<>(old.labels());
    allLabels.putAll(labels);
    Map<String, TypedValue> allExtensions = new HashMap<>(old.extensions());
    allExtensions.putAll(extensions);
    return new Container(
        old.id(),
        allLabels,
        old.image(),
        old.runtime(),
        old.runtimeOptions(),
        old.spec(),
        old.snapshotter(),
        old.snapshotKey(),
        old.sandbox(),
        allExtensions,
        old.createdAt(),
        old.updatedAt());
  }

  private Tasks tasks() {
    return only(
        Tasks.class,
        Map.of(
            "get", args -> task(((Scope) args[0]).namespace(), (String) args[1]),
            "list", args -> states((Scope) args[0]),
            "create", args -> create((Scope) args[0], (CreateTask) args[1])));
  }

  private TestTask task(String namespace, String id) {
    TestTask found = tasks.get(new Name(namespace, id));
    if (found == null) {
      throw Fault.notFound("task %s not found", id);
    }
    return found;
  }

  private List<ProcessState> states(Scope scope) {
    return tasks.values().stream()
        .filter(task -> task.namespace().equals(scope.namespace()))
        .map(task -> task.state(scope, ""))
        .toList();
  }

  private TestTask create(Scope scope, CreateTask request) {
    Name name = new Name(scope.namespace(), request.containerId());
    beforeCreate.accept(name);
    TestTask task = new TestTask(this, name);
    if (tasks.putIfAbsent(name, task) != null) {
      throw Fault.exists("task %s", name.id());
    }
    created.add(request);
    return task;
  }

  private final class Exchange implements EventExchange {
    @Override
    public void publish(Scope scope, String topic, Payload payload) {
      TestDaemon.this.publish(scope.namespace(), topic, payload);
    }

    @Override
    public void forward(Event event) {
      audience.tell(event);
    }

    @Override
    public Subscription subscribe(Filter filter, Consumer<Event> to) {
      return audience.join(filter, to, why -> {});
    }
  }

  private static <T> T only(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> methods.get(method.getName()).apply(args)));
  }
}
