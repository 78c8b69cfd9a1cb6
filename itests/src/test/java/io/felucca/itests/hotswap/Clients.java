package io.felucca.itests.hotswap;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.felucca.itests.fixture.Blob;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.containers.DeleteContainerRequest;
import io.felucca.wire.containers.GetContainerRequest;
import io.felucca.wire.containers.ListContainersRequest;
import io.felucca.wire.diff.ApplyRequest;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.PublishRequest;
import io.felucca.wire.health.HealthCheckRequest;
import io.felucca.wire.health.HealthGrpc;
import io.felucca.wire.images.CreateImageRequest;
import io.felucca.wire.images.DeleteImageRequest;
import io.felucca.wire.images.GetImageRequest;
import io.felucca.wire.images.Image;
import io.felucca.wire.images.ListImagesRequest;
import io.felucca.wire.introspection.IntrospectionGrpc;
import io.felucca.wire.introspection.PluginsRequest;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.DeleteRequest;
import io.felucca.wire.namespaces.ListNamespacesRequest;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.ListTasksRequest;
import io.felucca.wire.types.Descriptor;
import io.felucca.wire.types.Mount;
import io.felucca.wire.version.VersionGrpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What programs do with the services whose calls are short. */
final class Clients {
  static final String ROOT = "containerd.io/gc.root";

  private Clients() {}

  /** One client of each service, by name. */
  static Map<String, Client> all() {
    Map<String, Client> all = new LinkedHashMap<>();
    all.put("images", Clients::images);
    all.put("containers", Clients::containers);
    all.put("snapshots", round -> snapshots(round, "overlayfs"));
    all.put("content", Blobs::round);
    all.put("slow-write", Blobs::writeSlowly);
    all.put("slow-read", new Blobs.Reading()::round);
    all.put("diff", new Layers()::round);
    all.put("leases", Clients::leases);
    all.put("sandboxes", Sandboxed::records);
    all.put("events", Clients::publish);
    all.put("subscriber", Streams::subscribe);
    all.put("small", Clients::small);
    all.put("watcher", Streams::health);
    return all;
  }

  static void images(Round round) {
    var stub = round.rpc().images();
    Descriptor target =
        Descriptor.newBuilder()
            .setMediaType("application/vnd.oci.image.index.v1+json")
            .setDigest(Blob.of(round.name()).digest())
            .setSize(10)
            .build();
    Image image = Image.newBuilder().setName(round.name()).setTarget(target).build();
    round.run(
        "images.create",
        () -> stub.create(CreateImageRequest.newBuilder().setImage(image).build()));
    round.run(
        "images.get", () -> stub.get(GetImageRequest.newBuilder().setName(round.name()).build()));
    round.run("images.list", () -> stub.list(ListImagesRequest.getDefaultInstance()));
    round.run(
        "images.delete",
        () -> stub.delete(DeleteImageRequest.newBuilder().setName(round.name()).build()));
  }

  static void containers(Round round) {
    var stub = round.rpc().containers();
    Container container =
        Container.newBuilder()
            .setId(round.name())
            .setRuntime(Container.Runtime.newBuilder().setName("io.containerd.runc.v2"))
            .setSpec(Any.newBuilder().setTypeUrl("x").setValue(ByteString.copyFromUtf8("{}")))
            .build();
    round.run(
        "containers.create",
        () -> stub.create(CreateContainerRequest.newBuilder().setContainer(container).build()));
    round.run(
        "containers.get",
        () -> stub.get(GetContainerRequest.newBuilder().setId(round.name()).build()));
    round.run(
        "containers.listStream",
        () ->
            stub.listStream(ListContainersRequest.getDefaultInstance()).forEachRemaining(c -> {}));
    round.run(
        "containers.delete",
        () -> stub.delete(DeleteContainerRequest.newBuilder().setId(round.name()).build()));
  }

  static void snapshots(Round round, String snapshotter) {
    var stub = round.rpc().snapshots();
    prepare(round, snapshotter);
    round.run(
        "snapshots.stat",
        () ->
            stub.stat(
                StatSnapshotRequest.newBuilder()
                    .setSnapshotter(snapshotter)
                    .setKey(round.name())
                    .build()));
    round.run(
        "snapshots.list",
        () ->
            stub.list(ListSnapshotsRequest.newBuilder().setSnapshotter(snapshotter).build())
                .forEachRemaining(s -> {}));
    remove(round, snapshotter);
  }

  static List<Mount> prepare(Round round, String snapshotter) {
    return round
        .time(
            "snapshots.prepare",
            () ->
                round
                    .rpc()
                    .snapshots()
                    .prepare(
                        PrepareSnapshotRequest.newBuilder()
                            .setSnapshotter(snapshotter)
                            .setKey(round.name())
                            .putLabels(ROOT, "traffic")
                            .build()))
        .getMountsList();
  }

  static void remove(Round round, String snapshotter) {
    round.run(
        "snapshots.remove",
        () ->
            round
                .rpc()
                .snapshots()
                .remove(
                    RemoveSnapshotRequest.newBuilder()
                        .setSnapshotter(snapshotter)
                        .setKey(round.name())
                        .build()));
  }

  /** Each deletion waits for a collection, so not one after the other. */
  static void leases(Round round) {
    var stub = round.rpc().leases();
    round.run(
        "leases.create", () -> stub.create(CreateRequest.newBuilder().setId(round.name()).build()));
    round.run(
        "leases.delete",
        () -> stub.delete(DeleteRequest.newBuilder().setId(round.name()).setSync(true).build()));
    Streams.rest(50);
  }

  static void publish(Round round) {
    var stub = EventsGrpc.newBlockingStub(round.rpc().channel());
    round.run(
        "events.publish",
        () ->
            stub.publish(
                PublishRequest.newBuilder()
                    .setTopic("/traffic/round")
                    .setEvent(Any.newBuilder().setTypeUrl("traffic"))
                    .build()));
  }

  /** The services with little to do. */
  static void small(Round round) {
    round.run(
        "namespaces.list",
        () -> round.rpc().namespaces().list(ListNamespacesRequest.getDefaultInstance()));
    round.run("tasks.list", () -> round.rpc().tasks().list(ListTasksRequest.getDefaultInstance()));
    round.run(
        "version",
        () ->
            VersionGrpc.newBlockingStub(round.rpc().channel()).version(Empty.getDefaultInstance()));
    round.run(
        "introspection.plugins",
        () ->
            IntrospectionGrpc.newBlockingStub(round.rpc().channel())
                .plugins(PluginsRequest.getDefaultInstance()));
    round.run(
        "health.check",
        () ->
            HealthGrpc.newBlockingStub(round.rpc().channel())
                .check(HealthCheckRequest.getDefaultInstance()));
  }

  /** Asks for one running task. */
  static Client task(String id) {
    return round ->
        round.run(
            "tasks.get",
            () -> round.rpc().tasks().get(GetRequest.newBuilder().setContainerId(id).build()));
  }

  static ApplyRequest apply(Blob layer, List<Mount> mounts) {
    return ApplyRequest.newBuilder()
        .setDiff(
            Descriptor.newBuilder()
                .setMediaType("application/vnd.oci.image.layer.v1.tar")
                .setDigest(layer.digest())
                .setSize(layer.size()))
        .addAllMounts(mounts)
        .build();
  }
}
