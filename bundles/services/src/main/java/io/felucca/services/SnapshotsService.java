package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.convert.MountWire;
import io.felucca.wire.convert.SnapshotWire;
import io.felucca.wire.snapshots.CleanupRequest;
import io.felucca.wire.snapshots.CommitSnapshotRequest;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.snapshots.ListSnapshotsResponse;
import io.felucca.wire.snapshots.MountsRequest;
import io.felucca.wire.snapshots.MountsResponse;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.PrepareSnapshotResponse;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.snapshots.SnapshotsGrpc;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.felucca.wire.snapshots.StatSnapshotResponse;
import io.felucca.wire.snapshots.UpdateSnapshotRequest;
import io.felucca.wire.snapshots.UpdateSnapshotResponse;
import io.felucca.wire.snapshots.UsageRequest;
import io.felucca.wire.snapshots.UsageResponse;
import io.felucca.wire.snapshots.ViewSnapshotRequest;
import io.felucca.wire.snapshots.ViewSnapshotResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code containerd.services.snapshots.v1.Snapshots}. Whether a call needs a namespace is for the
 * world that it works on to say.
 */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.snapshots",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.snapshots.v1.Snapshots")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "snapshots",
    requires = "io.containerd.metadata.v1")
public final class SnapshotsService extends SnapshotsGrpc.SnapshotsImplBase {
  private final Metadata metadata;

  @Activate
  public SnapshotsService(
      @Reference(policyOption = ReferencePolicyOption.GREEDY) Metadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public void prepare(PrepareSnapshotRequest request, StreamObserver<PrepareSnapshotResponse> to) {
    List<Mount> mounts =
        snapshotter(request.getSnapshotter())
            .prepare(
                Scopes.current(), request.getKey(), request.getParent(), request.getLabelsMap());
    Replies.one(
        to, PrepareSnapshotResponse.newBuilder().addAllMounts(MountWire.toWire(mounts)).build());
  }

  @Override
  public void view(ViewSnapshotRequest request, StreamObserver<ViewSnapshotResponse> to) {
    List<Mount> mounts =
        snapshotter(request.getSnapshotter())
            .view(Scopes.current(), request.getKey(), request.getParent(), request.getLabelsMap());
    Replies.one(
        to, ViewSnapshotResponse.newBuilder().addAllMounts(MountWire.toWire(mounts)).build());
  }

  @Override
  public void mounts(MountsRequest request, StreamObserver<MountsResponse> to) {
    List<Mount> mounts =
        snapshotter(request.getSnapshotter()).mounts(Scopes.current(), request.getKey());
    Replies.one(to, MountsResponse.newBuilder().addAllMounts(MountWire.toWire(mounts)).build());
  }

  @Override
  public void commit(CommitSnapshotRequest request, StreamObserver<Empty> to) {
    snapshotter(request.getSnapshotter())
        .commit(
            Scopes.current(),
            request.getName(),
            request.getKey(),
            request.getLabelsMap(),
            request.getParent());
    Replies.nothing(to);
  }

  @Override
  public void remove(RemoveSnapshotRequest request, StreamObserver<Empty> to) {
    snapshotter(request.getSnapshotter()).remove(Scopes.current(), request.getKey());
    Replies.nothing(to);
  }

  @Override
  public void stat(StatSnapshotRequest request, StreamObserver<StatSnapshotResponse> to) {
    SnapshotInfo info =
        snapshotter(request.getSnapshotter()).stat(Scopes.current(), request.getKey());
    Replies.one(to, StatSnapshotResponse.newBuilder().setInfo(SnapshotWire.toWire(info)).build());
  }

  @Override
  public void update(UpdateSnapshotRequest request, StreamObserver<UpdateSnapshotResponse> to) {
    SnapshotInfo updated =
        snapshotter(request.getSnapshotter())
            .update(
                Scopes.current(),
                SnapshotWire.fromWire(request.getInfo()),
                Masks.fromWire(request.getUpdateMask()));
    Replies.one(
        to, UpdateSnapshotResponse.newBuilder().setInfo(SnapshotWire.toWire(updated)).build());
  }

  @Override
  public void list(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> to) {
    Blocks<Info> blocks =
        new Blocks<>(
            block -> to.onNext(ListSnapshotsResponse.newBuilder().addAllInfo(block).build()));
    snapshotter(request.getSnapshotter())
        .list(
            Scopes.current(),
            Filter.parse(request.getFiltersList()),
            info -> blocks.accept(SnapshotWire.toWire(info)));
    blocks.flush();
    to.onCompleted();
  }

  @Override
  public void usage(UsageRequest request, StreamObserver<UsageResponse> to) {
    Replies.one(
        to,
        SnapshotWire.toWire(
            snapshotter(request.getSnapshotter()).usage(Scopes.current(), request.getKey())));
  }

  @Override
  public void cleanup(CleanupRequest request, StreamObserver<Empty> to) {
    snapshotter(request.getSnapshotter()).cleanup(Scopes.current());
    Replies.nothing(to);
  }

  private Snapshotter snapshotter(String name) {
    if (name.isEmpty()) {
      throw Fault.invalid("snapshotter argument missing");
    }
    return metadata.snapshotter(name);
  }
}
