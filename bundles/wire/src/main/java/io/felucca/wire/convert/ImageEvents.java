package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.payload.ImageCreate;
import io.felucca.wire.payload.ImageDelete;
import io.felucca.wire.payload.ImageUpdate;
import java.util.List;

/** Payloads below {@code /images}; their names are those of the images service. */
final class ImageEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          new EventCodec<>(
              "containerd.services.images.v1.ImageCreate",
              Events.ImageCreate.class,
              ImageCreate::parseFrom,
              e -> ImageCreate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build(),
              m -> new Events.ImageCreate(m.getName(), m.getLabelsMap())),
          new EventCodec<>(
              "containerd.services.images.v1.ImageUpdate",
              Events.ImageUpdate.class,
              ImageUpdate::parseFrom,
              e -> ImageUpdate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build(),
              m -> new Events.ImageUpdate(m.getName(), m.getLabelsMap())),
          new EventCodec<>(
              "containerd.services.images.v1.ImageDelete",
              Events.ImageDelete.class,
              ImageDelete::parseFrom,
              e -> ImageDelete.newBuilder().setName(e.name()).build(),
              m -> new Events.ImageDelete(m.getName())));

  private ImageEvents() {}
}
