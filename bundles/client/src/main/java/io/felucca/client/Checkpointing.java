package io.felucca.client;

import com.google.protobuf.Message;
import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Index;
import io.felucca.oci.image.MediaTypes;
import io.felucca.oci.image.Platform;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.DiffWire;
import io.felucca.wire.diff.DiffGrpc;
import io.felucca.wire.diff.DiffRequest;
import io.felucca.wire.options.CheckpointOptions;
import io.felucca.wire.tasks.CheckpointTaskRequest;
import io.felucca.wire.tasks.TasksGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Writes one checkpoint, under a lease: an index of what it is made of, in containerd's layout. */
final class Checkpointing {
  static final String IMAGE_NAME = "org.opencontainers.image.ref.name";
  static final String RUNTIME_NAME = "io.containerd.checkpoint.runtime";
  static final String SNAPSHOTTER_NAME = "io.containerd.checkpoint.snapshotter";

  private final Workspace workspace;
  private final Container container;
  private final io.felucca.api.container.Container record;
  private final Checkpoint what;
  private final List<ImageDescriptor> parts = new ArrayList<>();

  Checkpointing(Workspace workspace, Container container, Checkpoint what) {
    this.workspace = workspace;
    this.container = container;
    this.record = container.refresh();
    this.what = what;
  }

  Image write(String name) {
    if (what.image()) {
      parts.add(ImageDescriptor.of(container.image().target()));
    }
    if (what.task()) {
      task();
    }
    if (record.runtimeOptions() != null) {
      Message options = Anys.toWire(record.runtimeOptions());
      parts.add(put(MediaTypes.CHECKPOINT_RUNTIME_OPTIONS, options));
    }
    if (what.files()) {
      parts.add(files());
    }
    return workspace.images().create(name, index(), Map.of());
  }

  private void task() {
    CheckpointOptions options =
        CheckpointOptions.newBuilder()
            .setExit(what.exit())
            .setOpenTcp(what.openTcp())
            .setExternalUnixSockets(what.unixSockets())
            .setTerminal(what.terminal())
            .setFileLocks(true)
            .build();
    CheckpointTaskRequest request =
        CheckpointTaskRequest.newBuilder()
            .setContainerId(container.id())
            .setOptions(Anys.any(options))
            .build();
    workspace
        .caller()
        .work(TasksGrpc::newBlockingStub, stub -> stub.checkpoint(request))
        .getDescriptorsList()
        .forEach(each -> parts.add(here(DescriptorWire.fromWire(each))));
    parts.add(put(MediaTypes.CHECKPOINT_OPTIONS, Anys.any(options)));
  }

  private ImageDescriptor put(String mediaType, Message message) {
    return here(workspace.content().write(mediaType, message.toByteArray(), Map.of()));
  }

  private static ImageDescriptor here(Descriptor descriptor) {
    return ImageDescriptor.of(descriptor).on(Platform.host());
  }

  /** The difference between the container's snapshot and its parent. */
  private ImageDescriptor files() {
    if (record.snapshotKey().isEmpty()) {
      throw Fault.precondition("container %s has no snapshot", container.id());
    }
    Snapshots snapshots = workspace.snapshots(record.snapshotter());
    SnapshotInfo info = snapshots.stat(record.snapshotKey());
    String view =
        "%s-parent-view-%x".formatted(info.parent(), ThreadLocalRandom.current().nextInt());
    List<Mount> lower = snapshots.view(view, info.parent(), Map.of());
    try {
      return here(diff(lower, snapshots.mounts(record.snapshotKey())));
    } finally {
      Waits.uninterrupted(() -> snapshots.remove(view));
    }
  }

  private Descriptor diff(List<Mount> lower, List<Mount> upper) {
    String ref = "checkpoint-rw-" + record.snapshotKey();
    DiffRequest request =
        DiffWire.toWire(
            lower, upper, new DiffOptions(MediaTypes.OCI_LAYER_GZIP, ref, Map.of(), null));
    return DescriptorWire.fromWire(
        workspace.caller().work(DiffGrpc::newBlockingStub, stub -> stub.diff(request)).getDiff());
  }

  private Descriptor index() {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(IMAGE_NAME, record.image());
    annotations.put(RUNTIME_NAME, record.runtime());
    annotations.put(SNAPSHOTTER_NAME, record.snapshotter());
    Index index = new Index(MediaTypes.OCI_INDEX, "", parts, Optional.empty(), annotations);
    Map<String, String> labels = new TreeMap<>();
    for (ImageDescriptor part : parts) {
      labels.put("containerd.io/gc.ref.content." + labels.size(), part.digest().toString());
    }
    return workspace.content().write(MediaTypes.OCI_INDEX, index.toBytes(), labels);
  }
}
