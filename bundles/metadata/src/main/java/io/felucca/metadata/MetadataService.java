package io.felucca.metadata;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.gc.GarbageCollector;
import io.felucca.api.gc.GcBacklog;
import io.felucca.api.gc.GcStats;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.sandbox.Sandboxes;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.content.Commits;
import io.felucca.metadata.content.ContentBackend;
import io.felucca.metadata.content.ContentSweep;
import io.felucca.metadata.content.ContentView;
import io.felucca.metadata.content.Ingests;
import io.felucca.metadata.content.Sharing;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.gc.Collector;
import io.felucca.metadata.locks.KeyLocks;
import io.felucca.metadata.objects.Expiries;
import io.felucca.metadata.objects.StoredContainers;
import io.felucca.metadata.objects.StoredImages;
import io.felucca.metadata.objects.StoredLeases;
import io.felucca.metadata.objects.StoredNamespaces;
import io.felucca.metadata.objects.StoredSandboxes;
import io.felucca.metadata.snapshots.SnapshotView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The namespaced world of one daemon, over one store. What keeps collector and callers apart is
 * shared by all instances on that store, so that one may replace another under load.
 */
@Component(
    configurationPid = "io.containerd.metadata.v1.bolt",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {Metadata.class, GarbageCollector.class})
@PluginSpec(
    type = "io.containerd.metadata.v1",
    id = "bolt",
    requires = {
      "io.containerd.content.v1",
      "io.containerd.snapshotter.v1",
      "io.containerd.event.v1"
    })
public final class MetadataService implements Metadata, GarbageCollector, Plugin {
  /** What can be configured. */
  public @interface Config {
    /** Where the store is. */
    String plugin_root();

    /**
     * {@code shared}: who names a digest that any namespace has brought gets the blob; {@code
     * isolated}: who wants a blob brings all its bytes.
     */
    String content_sharing_policy() default "shared";

    /** Whether changes need not be on disk when their calls return. */
    boolean no_sync() default false;
  }

  private final PluginRegistry registry;
  private final Publisher events;
  private final String policy;
  private final Database database;
  private final ContentView content;
  private final ContentSweep contentSweep;
  private final StoredImages images;
  private final StoredContainers containers;
  private final StoredLeases leases;
  private final StoredNamespaces namespaces;
  private final StoredSandboxes sandboxes;
  private final Collector collector;
  private final Map<String, SnapshotView> snapshotters = new ConcurrentHashMap<>();

  @Activate
  public MetadataService(Config config, @Reference PluginRegistry registry) {
    this.registry = registry;
    this.events = new Publisher(registry);
    this.policy = config.content_sharing_policy();
    this.database = new Database(Path.of(config.plugin_root(), "meta.db"), !config.no_sync());
    KeyLocks locks = new KeyLocks(() -> database.locks("content"));
    ContentBackend backend = new ContentBackend(registry);
    Sharing sharing = new Sharing(database, backend, isShared(policy));
    Commits commits = new Commits(database, sharing, events, locks);
    Ingests ingests = new Ingests(database, backend, sharing, locks, commits);
    this.content = new ContentView(database, backend, events, ingests);
    this.contentSweep = new ContentSweep(database, backend, locks);
    Expiries expiries = new Expiries(database::shared);
    this.images = new StoredImages(database, events, expiries);
    this.containers = new StoredContainers(database, events);
    this.leases = new StoredLeases(database, expiries);
    this.namespaces = new StoredNamespaces(database, events);
    this.sandboxes = new StoredSandboxes(database);
    this.collector = new Collector(database, events, expiries, this::backends, this::sweep);
    database.onChange(new Schedulers(registry)::tell);
  }

  @Override
  public void start() {
    database.join();
  }

  private static boolean isShared(String policy) {
    return switch (policy) {
      case "shared" -> true;
      case "isolated" -> false;
      default ->
          throw Fault.invalid(
              "unknown policy \"%s\": content_sharing_policy is \"shared\" or \"isolated\"",
              policy);
    };
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("policy", policy, "path", database.file().toString());
  }

  @Override
  public ContentStore content() {
    return content;
  }

  @Override
  public Snapshotter snapshotter(String id) {
    if (id.isEmpty()) {
      throw Fault.invalid("snapshotter argument missing");
    }
    if (!registry.ids(Snapshotter.KIND).contains(id) && !isExpected(id)) {
      throw Fault.invalid("snapshotter not loaded: %s", id);
    }
    return view(id);
  }

  /** Known, though it does not serve just now: calls will wait, or say why not. */
  private boolean isExpected(String id) {
    return registry.plugins().stream()
        .filter(plugin -> plugin.type().equals(Snapshotter.KIND.type()))
        .filter(plugin -> plugin.id().equals(id))
        .map(PluginInfo::state)
        .anyMatch(state -> state != PluginState.SKIP);
  }

  private SnapshotView view(String id) {
    return snapshotters.computeIfAbsent(
        id, name -> new SnapshotView(name, registry, database, events));
  }

  @Override
  public Images images() {
    return images;
  }

  @Override
  public Containers containers() {
    return containers;
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Namespaces namespaces() {
    return namespaces;
  }

  @Override
  public Sandboxes sandboxes() {
    return sandboxes;
  }

  @Override
  public GcStats collect() {
    return collector.collect();
  }

  @Override
  public GcBacklog backlog() {
    return collector.backlog();
  }

  @Override
  public Optional<Instant> nextExpiry() {
    return collector.nextExpiry();
  }

  private Collection<Backend> backends() {
    Set<Backend> all = new TreeSet<>();
    all.add(Backend.CONTENT);
    registry.ids(Snapshotter.KIND).forEach(id -> all.add(Backend.snapshotter(id)));
    return all;
  }

  /** A snapshotter that does not serve just now stays dirty until it does. */
  private boolean sweep(Backend backend) {
    Scope scope = Scope.daemon();
    if (backend.isContent()) {
      return contentSweep.run(scope);
    }
    return registry.ids(Snapshotter.KIND).contains(backend.id())
        && view(backend.id()).sweep().run(scope);
  }

  @Override
  public void close() {
    database.close();
  }
}
