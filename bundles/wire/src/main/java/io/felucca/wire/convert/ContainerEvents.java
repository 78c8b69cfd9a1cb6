package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.payload.ContainerCreate;
import io.felucca.wire.payload.ContainerDelete;
import io.felucca.wire.payload.ContainerUpdate;
import java.util.List;

/** Payloads below {@code /containers}. */
final class ContainerEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          new EventCodec<>(
              "containerd.events.ContainerCreate",
              Events.ContainerCreate.class,
              ContainerCreate::parseFrom,
              ContainerEvents::create,
              m ->
                  new Events.ContainerCreate(
                      m.getId(),
                      m.getImage(),
                      m.getRuntime().getName(),
                      Anys.fromWire(m.getRuntime().getOptions()))),
          new EventCodec<>(
              "containerd.events.ContainerUpdate",
              Events.ContainerUpdate.class,
              ContainerUpdate::parseFrom,
              ContainerEvents::update,
              m ->
                  new Events.ContainerUpdate(
                      m.getId(), m.getImage(), m.getLabelsMap(), m.getSnapshotKey())),
          new EventCodec<>(
              "containerd.events.ContainerDelete",
              Events.ContainerDelete.class,
              ContainerDelete::parseFrom,
              e -> ContainerDelete.newBuilder().setId(e.id()).build(),
              m -> new Events.ContainerDelete(m.getId())));

  private ContainerEvents() {}

  private static ContainerCreate create(Events.ContainerCreate event) {
    var runtime = ContainerCreate.Runtime.newBuilder().setName(event.runtime());
    if (event.runtimeOptions() != null) {
      runtime.setOptions(Anys.toWire(event.runtimeOptions()));
    }
    return ContainerCreate.newBuilder()
        .setId(event.id())
        .setImage(event.image())
        .setRuntime(runtime)
        .build();
  }

  private static ContainerUpdate update(Events.ContainerUpdate event) {
    return ContainerUpdate.newBuilder()
        .setId(event.id())
        .setImage(event.image())
        .putAllLabels(event.labels())
        .setSnapshotKey(event.snapshotKey())
        .build();
  }
}
