package io.felucca.services;

import io.felucca.api.Descriptor;
import io.felucca.api.plugin.PluginSpec;
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
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code containerd.services.diff.v1.Diff}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.diff",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.diff.v1.Diff")
@PluginSpec(type = "io.containerd.grpc.v1", id = "diff", requires = "io.containerd.service.v1")
public final class DiffService extends DiffGrpc.DiffImplBase {
  private final DiffChain differs;

  @Activate
  public DiffService(@Reference(policyOption = ReferencePolicyOption.GREEDY) DiffChain differs) {
    this.differs = differs;
  }

  @Override
  public void apply(ApplyRequest request, StreamObserver<ApplyResponse> to) {
    Descriptor applied =
        differs.apply(
            Scopes.namespaced(),
            DescriptorWire.fromWire(request.getDiff()),
            MountWire.fromWire(request.getMountsList()),
            DiffWire.fromWire(request));
    Replies.one(to, ApplyResponse.newBuilder().setApplied(DescriptorWire.toWire(applied)).build());
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> to) {
    Descriptor made =
        differs.compare(
            Scopes.namespaced(),
            MountWire.fromWire(request.getLeftList()),
            MountWire.fromWire(request.getRightList()),
            DiffWire.fromWire(request));
    Replies.one(to, DiffResponse.newBuilder().setDiff(DescriptorWire.toWire(made)).build());
  }
}
