package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.payload.NamespaceCreate;
import io.felucca.wire.payload.NamespaceDelete;
import io.felucca.wire.payload.NamespaceUpdate;
import java.util.List;

/** Payloads below {@code /namespaces}. */
final class NamespaceEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          new EventCodec<>(
              "containerd.events.NamespaceCreate",
              Events.NamespaceCreate.class,
              NamespaceCreate::parseFrom,
              e -> NamespaceCreate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build(),
              m -> new Events.NamespaceCreate(m.getName(), m.getLabelsMap())),
          new EventCodec<>(
              "containerd.events.NamespaceUpdate",
              Events.NamespaceUpdate.class,
              NamespaceUpdate::parseFrom,
              e -> NamespaceUpdate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build(),
              m -> new Events.NamespaceUpdate(m.getName(), m.getLabelsMap())),
          new EventCodec<>(
              "containerd.events.NamespaceDelete",
              Events.NamespaceDelete.class,
              NamespaceDelete::parseFrom,
              e -> NamespaceDelete.newBuilder().setName(e.name()).build(),
              m -> new Events.NamespaceDelete(m.getName())));

  private NamespaceEvents() {}
}
