package io.felucca.client;

import io.felucca.api.Mount;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Usage;
import io.felucca.client.call.Caller;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.convert.MountWire;
import io.felucca.wire.convert.SnapshotWire;
import io.felucca.wire.snapshots.CleanupRequest;
import io.felucca.wire.snapshots.CommitSnapshotRequest;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.snapshots.MountsRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.snapshots.SnapshotsGrpc;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.felucca.wire.snapshots.UpdateSnapshotRequest;
import io.felucca.wire.snapshots.UsageRequest;
import io.felucca.wire.snapshots.UsageResponse;
import io.felucca.wire.snapshots.ViewSnapshotRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshots of a namespace in one snapshotter. A snapshotter that is not there is an
 * INVALID_ARGUMENT, a snapshot that is not there NOT_FOUND.
 *
 * <pre>{@code
 * Snapshots snapshots = workspace.snapshots("overlayfs");
 * List<Mount> mounts = snapshots.prepare("scratch", image.chainId().toString(), Map.of());
 * System.out.println(snapshots.usage("scratch").size());
 * snapshots.remove("scratch");
 * }</pre>
 */
public final class Snapshots {
  private final Caller caller;
  private final String snapshotter;

  Snapshots(Caller caller, String snapshotter) {
    this.caller = caller;
    this.snapshotter = snapshotter;
  }

  /** The name of the snapshotter, such as {@code overlayfs}. */
  public String snapshotter() {
    return snapshotter;
  }

  /**
   * Makes a writable snapshot; ALREADY_EXISTS where the key is taken.
   *
   * @param parent a committed snapshot; empty for none
   * @return what mounts it
   */
  public List<Mount> prepare(String key, String parent, Map<String, String> labels) {
    PrepareSnapshotRequest request =
        PrepareSnapshotRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .setKey(key)
            .setParent(parent)
            .putAllLabels(labels)
            .build();
    return MountWire.fromWire(
        caller.work(SnapshotsGrpc::newBlockingStub, stub -> stub.prepare(request)).getMountsList());
  }

  /** Makes a read-only view of a committed snapshot; ALREADY_EXISTS where the key is taken. */
  public List<Mount> view(String key, String parent, Map<String, String> labels) {
    ViewSnapshotRequest request =
        ViewSnapshotRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .setKey(key)
            .setParent(parent)
            .putAllLabels(labels)
            .build();
    return MountWire.fromWire(
        caller.work(SnapshotsGrpc::newBlockingStub, stub -> stub.view(request)).getMountsList());
  }

  /** What mounts a writable snapshot or a view. */
  public List<Mount> mounts(String key) {
    MountsRequest request =
        MountsRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build();
    return MountWire.fromWire(
        caller.work(SnapshotsGrpc::newBlockingStub, stub -> stub.mounts(request)).getMountsList());
  }

  /** Makes a writable snapshot immutable, under a name; its key is free then. */
  public void commit(String name, String key, Map<String, String> labels) {
    CommitSnapshotRequest request =
        CommitSnapshotRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .setName(name)
            .setKey(key)
            .putAllLabels(labels)
            .build();
    caller.work(SnapshotsGrpc::newBlockingStub, stub -> stub.commit(request));
  }

  /** Removes a snapshot; FAILED_PRECONDITION where others have it as their parent. */
  public void remove(String key) {
    RemoveSnapshotRequest request =
        RemoveSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build();
    caller.work(SnapshotsGrpc::newBlockingStub, stub -> stub.remove(request));
  }

  /** What is known of a snapshot. */
  public SnapshotInfo stat(String key) {
    StatSnapshotRequest request =
        StatSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build();
    return SnapshotWire.fromWire(
        caller.ask(SnapshotsGrpc::newBlockingStub, stub -> stub.stat(request)).getInfo());
  }

  /** What is known of a snapshot, empty where it is not there. */
  public Optional<SnapshotInfo> find(String key) {
    return Faults.find(() -> stat(key));
  }

  /** Sets labels of a snapshot, and removes those of empty value; the others stay. */
  public SnapshotInfo label(String key, Map<String, String> labels) {
    UpdateSnapshotRequest request =
        UpdateSnapshotRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .setInfo(Info.newBuilder().setName(key).putAllLabels(labels))
            .setUpdateMask(Masks.toWire(LabelPaths.of(labels)))
            .build();
    return SnapshotWire.fromWire(
        caller.ask(SnapshotsGrpc::newBlockingStub, stub -> stub.update(request)).getInfo());
  }

  /** The snapshots that match one of the filters, such as {@code kind==active}; all without. */
  public List<SnapshotInfo> list(String... filters) {
    ListSnapshotsRequest request =
        ListSnapshotsRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .addAllFilters(List.of(filters))
            .build();
    return caller.list(SnapshotsGrpc::newBlockingStub, stub -> stub.list(request)).stream()
        .flatMap(some -> some.getInfoList().stream())
        .map(SnapshotWire::fromWire)
        .toList();
  }

  /** The space that a snapshot takes without its parents; of a writable one it may be counted. */
  public Usage usage(String key) {
    UsageRequest request =
        UsageRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build();
    UsageResponse usage = caller.work(SnapshotsGrpc::newBlockingStub, stub -> stub.usage(request));
    return SnapshotWire.fromWire(usage);
  }

  /** Has the snapshotter remove what is left on disk of removed snapshots. */
  public void cleanup() {
    CleanupRequest request = CleanupRequest.newBuilder().setSnapshotter(snapshotter).build();
    caller.work(SnapshotsGrpc::newBlockingStub, stub -> stub.cleanup(request));
  }
}
