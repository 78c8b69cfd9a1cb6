package io.felucca.services;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.plugin.Seat;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.Tasks;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.TaskWire;
import io.felucca.wire.introspection.IntrospectionGrpc;
import io.felucca.wire.introspection.PluginInfoRequest;
import io.felucca.wire.introspection.PluginInfoResponse;
import io.felucca.wire.introspection.PluginsRequest;
import io.felucca.wire.introspection.PluginsResponse;
import io.felucca.wire.introspection.ServerResponse;
import io.felucca.wire.types.RuntimeRequest;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code containerd.services.introspection.v1.Introspection}; also where there are plugins but no
 * tasks.
 */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.introspection",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.introspection.v1.Introspection")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "introspection",
    requires = "io.containerd.service.v1")
public final class IntrospectionService extends IntrospectionGrpc.IntrospectionImplBase {
  /** What the registry adds to the configuration. */
  public @interface Config {
    /** Folder of the daemon's UUID. */
    String plugin_root();
  }

  private final PluginRegistry plugins;
  private final Seat<Tasks> tasks;
  private final DaemonId id;

  @Activate
  public IntrospectionService(@Reference PluginRegistry plugins, Config config) {
    this(plugins, Path.of(config.plugin_root()));
  }

  IntrospectionService(PluginRegistry plugins, Path root) {
    this.plugins = plugins;
    this.tasks = new Seat<>(plugins, Tasks.KIND, Tasks.ID);
    this.id = new DaemonId(root);
  }

  @Override
  public void plugins(PluginsRequest request, StreamObserver<PluginsResponse> to) {
    Filter filter = Filter.parse(request.getFiltersList());
    PluginsResponse.Builder all = PluginsResponse.newBuilder();
    for (PluginInfo info : plugins.plugins()) {
      if (filter.test(new PluginFields(info))) {
        all.addPlugins(PluginMessages.of(info));
      }
    }
    Replies.one(to, all.build());
  }

  @Override
  public void server(Empty request, StreamObserver<ServerResponse> to) {
    Replies.one(
        to,
        ServerResponse.newBuilder()
            .setUuid(id.get())
            .setPid(ProcessHandle.current().pid())
            .setPidns(pidNamespace())
            .build());
  }

  @Override
  public void pluginInfo(PluginInfoRequest request, StreamObserver<PluginInfoResponse> to) {
    PluginInfo info = find(request.getType(), request.getId());
    PluginInfoResponse.Builder response =
        PluginInfoResponse.newBuilder().setPlugin(PluginMessages.of(info));
    if (request.hasOptions()) {
      response.setExtra(extra(info, request.getOptions()));
    }
    Replies.one(to, response.build());
  }

  private PluginInfo find(String type, String name) {
    return plugins.plugins().stream()
        .filter(info -> info.type().equals(type) && info.id().equals(name))
        .findFirst()
        .orElseThrow(() -> Fault.notFound("plugin %s.%s not found", type, name));
  }

  /** Only runtimes have more to tell. */
  private Any extra(PluginInfo info, Any options) {
    if (info.state() != PluginState.OK) {
      throw Fault.precondition("cannot get extra info, plugin not successfully loaded");
    }
    if (!info.type().equals(TaskManager.KIND.type())) {
      throw Fault.unimplemented("plugin does not provide extra information");
    }
    RuntimeRequest question =
        Anys.unpack(Anys.fromWire(options), RuntimeRequest.getDefaultInstance());
    Scope scope = Scopes.current();
    RuntimeInfo answer =
        tasks.call(
            scope,
            all ->
                all.info(scope, question.getRuntimePath(), Anys.fromWire(question.getOptions())));
    return Anys.any(TaskWire.toWire(answer));
  }

  private static long pidNamespace() {
    try {
      return (Long) Files.getAttribute(Path.of("/proc/self/ns/pid"), "unix:ino");
    } catch (IOException e) {
      throw Fault.io("PID namespace of the daemon", e);
    }
  }
}
