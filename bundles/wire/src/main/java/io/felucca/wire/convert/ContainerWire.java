package io.felucca.wire.convert;

import io.felucca.api.container.Container;

/** {@code containerd.services.containers.v1.Container}. */
public final class ContainerWire {
  private ContainerWire() {}

  public static io.felucca.wire.containers.Container toWire(Container container) {
    var wire =
        io.felucca.wire.containers.Container.newBuilder()
            .setId(container.id())
            .putAllLabels(container.labels())
            .setImage(container.image())
            .setRuntime(runtime(container))
            .setSnapshotter(container.snapshotter())
            .setSnapshotKey(container.snapshotKey())
            .setSandbox(container.sandbox())
            .putAllExtensions(Anys.toWire(container.extensions()));
    if (container.spec() != null) {
      wire.setSpec(Anys.toWire(container.spec()));
    }
    if (container.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(container.createdAt()));
    }
    if (container.updatedAt() != null) {
      wire.setUpdatedAt(Times.toWire(container.updatedAt()));
    }
    return wire.build();
  }

  public static Container fromWire(io.felucca.wire.containers.Container wire) {
    return new Container(
        wire.getId(),
        wire.getLabelsMap(),
        wire.getImage(),
        wire.getRuntime().getName(),
        Anys.fromWire(wire.getRuntime().getOptions()),
        Anys.fromWire(wire.getSpec()),
        wire.getSnapshotter(),
        wire.getSnapshotKey(),
        wire.getSandbox(),
        Anys.fromWire(wire.getExtensionsMap()),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        Times.fromWire(wire.hasUpdatedAt(), wire.getUpdatedAt()));
  }

  private static io.felucca.wire.containers.Container.Runtime runtime(Container container) {
    var runtime =
        io.felucca.wire.containers.Container.Runtime.newBuilder().setName(container.runtime());
    if (container.runtimeOptions() != null) {
      runtime.setOptions(Anys.toWire(container.runtimeOptions()));
    }
    return runtime.build();
  }
}
