package io.felucca.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Index;
import io.felucca.oci.image.MediaTypes;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.DiffWire;
import io.felucca.wire.diff.ApplyRequest;
import io.felucca.wire.diff.DiffGrpc;
import java.util.List;
import java.util.Optional;

/** Makes a container from a checkpoint, under a lease. */
final class Restoring {
  private final Workspace workspace;
  private final Image checkpoint;
  private final Index index;

  Restoring(Workspace workspace, Image checkpoint) {
    this.workspace = workspace;
    this.checkpoint = checkpoint;
    this.index = Index.parse(workspace.content().readAll(checkpoint.target().digest()));
  }

  /** The memory of the processes in a checkpoint; NOT_FOUND where it has none. */
  static Descriptor criu(Workspace workspace, Image checkpoint) {
    return new Restoring(workspace, checkpoint)
        .part(MediaTypes.CHECKPOINT)
        .orElseThrow(() -> Fault.notFound("no processes in checkpoint %s", checkpoint.name()))
        .descriptor();
  }

  private Optional<ImageDescriptor> part(String mediaType) {
    return index.manifests().stream()
        .filter(each -> each.mediaType().equals(mediaType))
        .findFirst();
  }

  Container restore(String id) {
    ContainerBuilder builder =
        workspace
            .containers()
            .create(id)
            .image(workspace.images().get(annotation(Checkpointing.IMAGE_NAME)))
            .runtime(annotation(Checkpointing.RUNTIME_NAME))
            .snapshotter(annotation(Checkpointing.SNAPSHOTTER_NAME))
            .newSnapshot(id);
    typed(MediaTypes.CHECKPOINT_RUNTIME_OPTIONS).ifPresent(builder::runtimeOptions);
    typed(MediaTypes.CHECKPOINT_CONFIG).map(RuntimeSpec::of).ifPresent(builder::spec);
    Container container = builder.create();
    try {
      files().ifPresent(layer -> apply(layer, container));
      return container;
    } catch (RuntimeException e) {
      Faults.after(e, container::deleteWithSnapshot);
      throw e;
    }
  }

  private String annotation(String name) {
    String value = index.annotations().get(name);
    if (value == null) {
      throw Fault.invalid(
          "image %s is no checkpoint: its index has no annotation %s", checkpoint.name(), name);
    }
    return value;
  }

  private Optional<TypedValue> typed(String mediaType) {
    return part(mediaType).map(this::any).map(Anys::fromWire);
  }

  private Any any(ImageDescriptor part) {
    try {
      return Any.parseFrom(workspace.content().readAll(part.digest()));
    } catch (InvalidProtocolBufferException e) {
      throw Fault.invalid("%s of checkpoint %s is malformed", part.mediaType(), checkpoint.name());
    }
  }

  /** What the container had written. */
  private Optional<ImageDescriptor> files() {
    return index.manifests().stream()
        .filter(each -> MediaTypes.isLayer(each.mediaType()))
        .findFirst();
  }

  private void apply(ImageDescriptor layer, Container container) {
    List<Mount> mounts =
        workspace.snapshots(container.info().snapshotter()).mounts(container.info().snapshotKey());
    ApplyRequest request = DiffWire.toWire(layer.descriptor(), mounts, ApplyOptions.NONE);
    workspace.caller().work(DiffGrpc::newBlockingStub, stub -> stub.apply(request));
  }
}
