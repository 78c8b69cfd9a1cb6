package io.felucca.wire.convert;

import io.felucca.api.Digest;
import io.felucca.api.event.Events;
import io.felucca.wire.payload.ContentCreate;
import io.felucca.wire.payload.ContentDelete;
import java.util.List;

/** Payloads below {@code /content}. */
final class ContentEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          new EventCodec<>(
              "containerd.events.ContentCreate",
              Events.ContentCreate.class,
              ContentCreate::parseFrom,
              e ->
                  ContentCreate.newBuilder()
                      .setDigest(e.digest().toString())
                      .setSize(e.size())
                      .setMediaType(e.mediaType())
                      .build(),
              m ->
                  new Events.ContentCreate(
                      Digest.parse(m.getDigest()), m.getSize(), m.getMediaType())),
          new EventCodec<>(
              "containerd.events.ContentDelete",
              Events.ContentDelete.class,
              ContentDelete::parseFrom,
              e -> ContentDelete.newBuilder().setDigest(e.digest().toString()).build(),
              m -> new Events.ContentDelete(Digest.parse(m.getDigest()))));

  private ContentEvents() {}
}
