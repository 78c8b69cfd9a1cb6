package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.config.ConfigAdmin;
import io.felucca.api.config.ConfigReview;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.convert.ConfigWire;
import io.felucca.wire.convert.PluginWire;
import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.ChangeResponse;
import io.felucca.wire.plugins.DiffResponse;
import io.felucca.wire.plugins.ExplainRequest;
import io.felucca.wire.plugins.ExplainResponse;
import io.felucca.wire.plugins.HistoryRequest;
import io.felucca.wire.plugins.HistoryResponse;
import io.felucca.wire.plugins.JarRequest;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.ListResponse;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.RemoveRequest;
import io.felucca.wire.plugins.ReviewRequest;
import io.felucca.wire.plugins.RollbackRequest;
import io.felucca.wire.plugins.SwapRequest;
import io.felucca.wire.plugins.SwapResponse;
import io.felucca.wire.plugins.ValidateResponse;
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
  private final ConfigAdmin config;

  @Activate
  public PluginsService(
      @Reference PluginRegistry plugins,
      @Reference PluginAdmin admin,
      @Reference ConfigAdmin config) {
    this.plugins = plugins;
    this.admin = admin;
    this.config = config;
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
  public void validate(ReviewRequest request, StreamObserver<ValidateResponse> to) {
    ConfigReview review = review(request);
    Replies.one(
        to,
        ValidateResponse.newBuilder()
            .setRefused(review.refused())
            .addAllProblems(review.problems())
            .build());
  }

  @Override
  public void diff(ReviewRequest request, StreamObserver<DiffResponse> to) {
    Replies.one(to, ConfigWire.toWire(review(request)));
  }

  private ConfigReview review(ReviewRequest request) {
    return config.review(request.getName(), request.getRemove() ? null : request.getToml());
  }

  @Override
  public void apply(ApplyRequest request, StreamObserver<ChangeResponse> to) {
    String toml = request.getRemove() ? null : request.getToml();
    changed(
        to, request.getName().isEmpty() ? admin.reload() : config.apply(request.getName(), toml));
  }

  @Override
  public void history(HistoryRequest request, StreamObserver<HistoryResponse> to) {
    HistoryResponse.Builder all = HistoryResponse.newBuilder();
    config.history().forEach(version -> all.addVersions(ConfigWire.toWire(version)));
    Replies.one(to, all.build());
  }

  @Override
  public void rollback(RollbackRequest request, StreamObserver<ChangeResponse> to) {
    changed(to, config.rollback(request.getNumber()));
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> to) {
    ExplainResponse.Builder all = ExplainResponse.newBuilder();
    config.explain(request.getPrefix()).forEach(value -> all.addValues(ConfigWire.toWire(value)));
    Replies.one(to, all.build());
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
  public void install(JarRequest request, StreamObserver<ChangeResponse> to) {
    changed(to, admin.install(jar(request)));
  }

  @Override
  public void update(JarRequest request, StreamObserver<ChangeResponse> to) {
    changed(to, admin.update(jar(request)));
  }

  private static Path jar(JarRequest request) {
    Path jar = Path.of(request.getPath());
    if (!jar.isAbsolute() || jar.getFileName() == null) {
      throw Fault.invalid("path of the jar must be absolute: \"%s\"", jar);
    }
    return jar;
  }

  @Override
  public void remove(RemoveRequest request, StreamObserver<ChangeResponse> to) {
    changed(to, admin.uninstall(request.getName()));
  }

  private static void changed(StreamObserver<ChangeResponse> to, List<String> changes) {
    Replies.one(to, ChangeResponse.newBuilder().addAllChanges(changes).build());
  }
}
