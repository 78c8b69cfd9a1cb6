package io.felucca.services;

import io.felucca.api.Scope;
import io.felucca.api.gc.GarbageCollector;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.gc.GcStats;
import io.felucca.api.plugin.Plugin;
import io.felucca.content.LocalContentStore;
import io.felucca.events.Exchange;
import io.felucca.grpc.GrpcChannel;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.metadata.MetadataService;
import io.felucca.metadata.SandboxStore;
import io.felucca.nativefs.NativeSnapshotter;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.call.ScopeToCalls;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ServerBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * A daemon of the parts that services stand on, in one folder and without OSGi: real content,
 * metadata, snapshots and events behind a real socket.
 */
final class Daemon extends ExternalResource {
  static final String NAMESPACE = "test";

  private final TemporaryFolder folder = new TemporaryFolder();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final FewTasks tasks = new FewTasks();
  private HealthService health;
  private FewPlugins plugins;
  private Exchange exchange;
  private EventsService events;
  private MetadataService metadata;
  private GrpcServer server;
  private ManagedChannel channel;

  @Override
  protected void before() throws Throwable {
    folder.create();
    exchange = new Exchange();
    plugins = new FewPlugins();
    health = new HealthService(plugins);
    plugins.add("io.containerd.event.v1", "exchange", exchange);
    plugins.add("io.containerd.service.v1", "tasks-service", tasks);
    events = new EventsService(plugins);
    plugins.add("io.containerd.content.v1", "content", store());
    plugins.add("io.containerd.snapshotter.v1", "native", snapshotter());
    plugins.add("io.containerd.differ.v1", "walking", new FewDiffs());
    metadata = Components.make(MetadataService.class, root("metadata"), plugins);
    plugins.add("io.containerd.metadata.v1", "bolt", metadata);
    plugins.add("io.containerd.sandbox.store.v1", "local", new SandboxStore(plugins));
    plugins.add("io.containerd.gc.v1", "scheduler", new Collecting(metadata));
    plugins.add(
        "io.containerd.service.v1",
        "diff-service",
        new DiffChain(plugins, List.of("walking"), false));
    server =
        GrpcServer.unix(SocketFile.at(socket()), MessageSizes.USUAL, threads, this::addServices);
    channel = GrpcChannel.unix(socket(), threads);
  }

  private LocalContentStore store() {
    return Components.make(LocalContentStore.class, root("content"));
  }

  private NativeSnapshotter snapshotter() {
    return Components.make(NativeSnapshotter.class, root("native"));
  }

  private Map<String, Object> root(String name) {
    return Map.of("plugin_root", folder.getRoot().toPath().resolve(name).toString());
  }

  private void addServices(ServerBuilder<?> builder) {
    List<BindableService> services =
        List.of(
            new VersionService(),
            health,
            new NamespacesService(plugins),
            new ContentService(plugins),
            new LeasesService(plugins),
            new ImagesService(plugins),
            new ContainersService(plugins),
            new SandboxesService(plugins),
            new SandboxControllerService(plugins),
            new SnapshotsService(plugins),
            new DiffService(plugins),
            events,
            new TasksService(plugins),
            new PluginsService(
                plugins, new PluginsServiceTest.Telling(), new PluginsServiceTest.Telling()),
            new IntrospectionService(plugins, folder.getRoot().toPath().resolve("id")));
    services.forEach(builder::addService);
    builder.intercept(new FaultsOfCalls()).intercept(new ScopeOfCalls());
  }

  @Override
  protected void after() {
    channel.shutdownNow();
    server.close();
    threads.shutdownNow();
    metadata.close();
    exchange.close();
    folder.delete();
  }

  Path socket() {
    return folder.getRoot().toPath().resolve("s.sock");
  }

  Path folder() {
    return folder.getRoot().toPath();
  }

  /** The channel, with calls in the namespace of the tests. */
  Channel channel() {
    return channel(Scope.of(NAMESPACE));
  }

  Channel channel(Scope scope) {
    return ClientInterceptors.intercept(channel, new ScopeToCalls(scope));
  }

  MetadataService metadata() {
    return metadata;
  }

  Exchange exchange() {
    return exchange;
  }

  EventsService events() {
    return events;
  }

  FewPlugins plugins() {
    return plugins;
  }

  FewTasks tasks() {
    return tasks;
  }

  HealthService health() {
    return health;
  }

  /** Collects whenever it is asked. */
  private record Collecting(GarbageCollector collector) implements GcScheduler, Plugin {
    @Override
    public GcStats scheduleAndWait(Scope scope) {
      return collector.collect();
    }

    @Override
    public void changed(boolean deleted) {}
  }
}
