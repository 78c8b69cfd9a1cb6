package io.felucca.services;

import io.felucca.api.Descriptor;
import io.felucca.api.Scope;
import io.felucca.api.diff.Differ;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.DiffWire;
import io.felucca.wire.convert.MountWire;
import io.felucca.wire.diff.ApplyRequest;
import io.felucca.wire.diff.ApplyResponse;
import io.felucca.wire.diff.DiffGrpc;
import io.felucca.wire.diff.DiffRequest;
import io.felucca.wire.diff.DiffResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code containerd.services.diff.v1.Diff}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.diff",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.diff.v1.Diff")
@PluginSpec(type = "io.containerd.grpc.v1", id = "diff", requires = "io.containerd.service.v1")
public final class DiffService extends DiffGrpc.DiffImplBase {
  private final Seat<Differ> differs;

  @Activate
  public DiffService(@Reference PluginRegistry plugins) {
    this.differs = new Seat<>(plugins, DiffChain.KIND, DiffChain.ID);
  }

  @Override
  public void apply(ApplyRequest request, StreamObserver<ApplyResponse> to) {
    Scope scope = Scopes.namespaced();
    Descriptor applied =
        differs.call(
            scope,
            chain ->
                chain.apply(
                    scope,
                    DescriptorWire.fromWire(request.getDiff()),
                    MountWire.fromWire(request.getMountsList()),
                    DiffWire.fromWire(request)));
    Replies.one(to, ApplyResponse.newBuilder().setApplied(DescriptorWire.toWire(applied)).build());
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> to) {
    Scope scope = Scopes.namespaced();
    Descriptor made =
        differs.call(
            scope,
            chain ->
                chain.compare(
                    scope,
                    MountWire.fromWire(request.getLeftList()),
                    MountWire.fromWire(request.getRightList()),
                    DiffWire.fromWire(request)));
    Replies.one(to, DiffResponse.newBuilder().setDiff(DescriptorWire.toWire(made)).build());
  }
}
