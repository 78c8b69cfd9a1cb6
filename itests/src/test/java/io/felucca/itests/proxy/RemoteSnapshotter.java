package io.felucca.itests.proxy;

import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.Kind;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.snapshots.ListSnapshotsResponse;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.PrepareSnapshotResponse;
import io.felucca.wire.snapshots.SnapshotsGrpc;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.felucca.wire.snapshots.StatSnapshotResponse;
import io.felucca.wire.types.Mount;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that has every layer already, as lazy-pulling snapshotters do: asked to prepare for a
 * layer, it makes the committed snapshot itself and answers that it exists.
 */
final class RemoteSnapshotter extends SnapshotsGrpc.SnapshotsImplBase implements AutoCloseable {
  private static final String TARGET = "containerd.io/snapshot.ref";

  private final Map<String, Info> snapshots = new ConcurrentSkipListMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GrpcServer server;

  RemoteSnapshotter(Path socket) throws IOException {
    server =
        GrpcServer.unix(
            SocketFile.at(socket),
            MessageSizes.USUAL,
            threads,
            builder -> builder.addService(this));
  }

  @Override
  public void prepare(PrepareSnapshotRequest request, StreamObserver<PrepareSnapshotResponse> to) {
    boolean layer = request.containsLabels(TARGET);
    String name = layer ? "layer-" + snapshots.size() : request.getKey();
    snapshots.put(
        name,
        Info.newBuilder()
            .setName(name)
            .setParent(request.getParent())
            .setKind(layer ? Kind.COMMITTED : Kind.ACTIVE)
            .putAllLabels(request.getLabelsMap())
            .build());
    if (layer) {
      to.onError(
          Status.ALREADY_EXISTS
              .withDescription("target snapshot " + name + ": already exists")
              .asException());
      return;
    }
    Mount mount = Mount.newBuilder().setType("bind").setSource(request.getSnapshotter()).build();
    to.onNext(PrepareSnapshotResponse.newBuilder().addMounts(mount).build());
    to.onCompleted();
  }

  @Override
  public void stat(StatSnapshotRequest request, StreamObserver<StatSnapshotResponse> to) {
    Info info = snapshots.get(request.getKey());
    if (info == null) {
      to.onError(Status.NOT_FOUND.withDescription(request.getKey()).asException());
      return;
    }
    to.onNext(StatSnapshotResponse.newBuilder().setInfo(info).build());
    to.onCompleted();
  }

  @Override
  public void list(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> to) {
    snapshots
        .values()
        .forEach(i -> to.onNext(ListSnapshotsResponse.newBuilder().addInfo(i).build()));
    to.onCompleted();
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }
}
