package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.convert.PluginWire;
import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.ChangeResponse;
import io.felucca.wire.plugins.InstallRequest;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.ListResponse;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.SwapRequest;
import io.felucca.wire.plugins.SwapResponse;
import io.felucca.wire.plugins.UninstallRequest;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code felucca.services.plugins.v1.Plugins}: what plugins there are, and changes to them. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.felucca-plugins",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("felucca.services.plugins.v1.Plugins")
@PluginSpec(type = "io.containerd.grpc.v1", id = "felucca-plugins")
public final class PluginsService extends PluginsGrpc.PluginsImplBase {
  private final PluginRegistry plugins;
  private final PluginAdmin admin;

  @Activate
  public PluginsService(@Reference PluginRegistry plugins, @Reference PluginAdmin admin) {
    this.plugins = plugins;
    this.admin = admin;
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> to) {
    Filter filter = Filter.parse(request.getFiltersList());
    ListResponse.Builder all = ListResponse.newBuilder();
    for (PluginInfo info : plugins.plugins()) {
      if (filter.test(new PluginFields(info))) {
        all.addPlugins(PluginWire.toWire(info));
      }
    }
    Replies.one(to, all.build());
  }

  @Override
  public void apply(ApplyRequest request, StreamObserver<ChangeResponse> to) {
    changed(to, admin.reload());
  }

  @Override
  public void swap(SwapRequest request, StreamObserver<SwapResponse> to) {
    admin.swap(request.getType(), request.getId());
    SwapResponse.Builder response = SwapResponse.newBuilder();
    plugins.plugins().stream()
        .filter(info -> info.type().equals(request.getType()) && info.id().equals(request.getId()))
        .forEach(info -> response.setPlugin(PluginWire.toWire(info)));
    Replies.one(to, response.build());
  }

  @Override
  public void install(InstallRequest request, StreamObserver<ChangeResponse> to) {
    Path jar = Path.of(request.getPath());
    if (!jar.isAbsolute()) {
      throw Fault.invalid("path of the jar must be absolute: \"%s\"", jar);
    }
    changed(to, admin.install(jar));
  }

  @Override
  public void uninstall(UninstallRequest request, StreamObserver<ChangeResponse> to) {
    changed(to, admin.uninstall(request.getName()));
  }

  private static void changed(StreamObserver<ChangeResponse> to, List<String> changes) {
    Replies.one(to, ChangeResponse.newBuilder().addAllChanges(changes).build());
  }
}
