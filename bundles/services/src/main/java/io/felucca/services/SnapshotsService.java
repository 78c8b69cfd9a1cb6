package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

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
  private final Seat<Metadata> metadata;

  @Activate
  public SnapshotsService(@Reference PluginRegistry plugins) {
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
  }

  @Override
  public void prepare(PrepareSnapshotRequest request, StreamObserver<PrepareSnapshotResponse> to) {
    Scope scope = Scopes.current();
    List<Mount> mounts =
        ask(
            scope,
            request.getSnapshotter(),
            all ->
                all.prepare(scope, request.getKey(), request.getParent(), request.getLabelsMap()));
    Replies.one(
        to, PrepareSnapshotResponse.newBuilder().addAllMounts(MountWire.toWire(mounts)).build());
  }

  @Override
  public void view(ViewSnapshotRequest request, StreamObserver<ViewSnapshotResponse> to) {
    Scope scope = Scopes.current();
    List<Mount> mounts =
        ask(
            scope,
            request.getSnapshotter(),
            all -> all.view(scope, request.getKey(), request.getParent(), request.getLabelsMap()));
    Replies.one(
        to, ViewSnapshotResponse.newBuilder().addAllMounts(MountWire.toWire(mounts)).build());
  }

  @Override
  public void mounts(MountsRequest request, StreamObserver<MountsResponse> to) {
    Scope scope = Scopes.current();
    List<Mount> mounts =
        ask(scope, request.getSnapshotter(), all -> all.mounts(scope, request.getKey()));
    Replies.one(to, MountsResponse.newBuilder().addAllMounts(MountWire.toWire(mounts)).build());
  }

  @Override
  public void commit(CommitSnapshotRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.current();
    tell(
        scope,
        request.getSnapshotter(),
        all ->
            all.commit(
                scope,
                request.getName(),
                request.getKey(),
                request.getLabelsMap(),
                request.getParent()));
    Replies.nothing(to);
  }

  @Override
  public void remove(RemoveSnapshotRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.current();
    tell(scope, request.getSnapshotter(), all -> all.remove(scope, request.getKey()));
    Replies.nothing(to);
  }

  @Override
  public void stat(StatSnapshotRequest request, StreamObserver<StatSnapshotResponse> to) {
    Scope scope = Scopes.current();
    SnapshotInfo info =
        ask(scope, request.getSnapshotter(), all -> all.stat(scope, request.getKey()));
    Replies.one(to, StatSnapshotResponse.newBuilder().setInfo(SnapshotWire.toWire(info)).build());
  }

  @Override
  public void update(UpdateSnapshotRequest request, StreamObserver<UpdateSnapshotResponse> to) {
    Scope scope = Scopes.current();
    SnapshotInfo updated =
        ask(
            scope,
            request.getSnapshotter(),
            all ->
                all.update(
                    scope,
                    SnapshotWire.fromWire(request.getInfo()),
                    Masks.fromWire(request.getUpdateMask())));
    Replies.one(
        to, UpdateSnapshotResponse.newBuilder().setInfo(SnapshotWire.toWire(updated)).build());
  }

  @Override
  public void list(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> to) {
    Scope scope = Scopes.current();
    Filter filter = Filter.parse(request.getFiltersList());
    Blocks<Info> blocks =
        new Blocks<>(
            block -> to.onNext(ListSnapshotsResponse.newBuilder().addAllInfo(block).build()));
    tell(
        scope,
        request.getSnapshotter(),
        all -> all.list(scope, filter, info -> blocks.accept(SnapshotWire.toWire(info))));
    blocks.flush();
    to.onCompleted();
  }

  @Override
  public void usage(UsageRequest request, StreamObserver<UsageResponse> to) {
    Scope scope = Scopes.current();
    Usage usage = ask(scope, request.getSnapshotter(), all -> all.usage(scope, request.getKey()));
    Replies.one(to, SnapshotWire.toWire(usage));
  }

  @Override
  public void cleanup(CleanupRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.current();
    tell(scope, request.getSnapshotter(), all -> all.cleanup(scope));
    Replies.nothing(to);
  }

  private <R> R ask(Scope scope, String name, Function<Snapshotter, R> question) {
    if (name.isEmpty()) {
      throw Fault.invalid("snapshotter argument missing");
    }
    return metadata.call(scope, now -> question.apply(now.snapshotter(name)));
  }

  private void tell(Scope scope, String name, Consumer<Snapshotter> order) {
    ask(
        scope,
        name,
        all -> {
          order.accept(all);
          return null;
        });
  }
}
