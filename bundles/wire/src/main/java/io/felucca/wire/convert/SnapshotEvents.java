package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.payload.SnapshotCommit;
import io.felucca.wire.payload.SnapshotPrepare;
import io.felucca.wire.payload.SnapshotRemove;
import java.util.List;

/** Payloads below {@code /snapshot}. */
final class SnapshotEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          new EventCodec<>(
              "containerd.events.SnapshotPrepare",
              Events.SnapshotPrepare.class,
              SnapshotPrepare::parseFrom,
              e ->
                  SnapshotPrepare.newBuilder()
                      .setKey(e.key())
                      .setParent(e.parent())
                      .setSnapshotter(e.snapshotter())
                      .build(),
              m -> new Events.SnapshotPrepare(m.getKey(), m.getParent(), m.getSnapshotter())),
          new EventCodec<>(
              "containerd.events.SnapshotCommit",
              Events.SnapshotCommit.class,
              SnapshotCommit::parseFrom,
              e ->
                  SnapshotCommit.newBuilder()
                      .setKey(e.key())
                      .setName(e.name())
                      .setSnapshotter(e.snapshotter())
                      .build(),
              m -> new Events.SnapshotCommit(m.getKey(), m.getName(), m.getSnapshotter())),
          new EventCodec<>(
              "containerd.events.SnapshotRemove",
              Events.SnapshotRemove.class,
              SnapshotRemove::parseFrom,
              e ->
                  SnapshotRemove.newBuilder()
                      .setKey(e.key())
                      .setSnapshotter(e.snapshotter())
                      .build(),
              m -> new Events.SnapshotRemove(m.getKey(), m.getSnapshotter())));

  private SnapshotEvents() {}
}
