package io.felucca.wire.convert;

import io.felucca.api.Digest;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.IngestStatus;
import io.felucca.wire.content.Info;
import io.felucca.wire.content.Status;

/** {@code containerd.services.content.v1.Info} and {@code Status}. */
public final class ContentWire {
  private ContentWire() {}

  public static Info toWire(ContentInfo info) {
    Info.Builder wire =
        Info.newBuilder()
            .setDigest(info.digest().toString())
            .setSize(info.size())
            .putAllLabels(info.labels());
    if (info.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(info.createdAt()));
    }
    if (info.updatedAt() != null) {
      wire.setUpdatedAt(Times.toWire(info.updatedAt()));
    }
    return wire.build();
  }

  public static ContentInfo fromWire(Info wire) {
    return new ContentInfo(
        Digest.parse(wire.getDigest()),
        wire.getSize(),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        Times.fromWire(wire.hasUpdatedAt(), wire.getUpdatedAt()),
        wire.getLabelsMap());
  }

  public static Status toWire(IngestStatus status) {
    return Status.newBuilder()
        .setStartedAt(Times.toWire(status.startedAt()))
        .setUpdatedAt(Times.toWire(status.updatedAt()))
        .setRef(status.ref())
        .setOffset(status.offset())
        .setTotal(status.total())
        .setExpected(DescriptorWire.digestToWire(status.expected()))
        .build();
  }

  public static IngestStatus fromWire(Status wire) {
    return new IngestStatus(
        wire.getRef(),
        wire.getOffset(),
        wire.getTotal(),
        DescriptorWire.digestFromWire(wire.getExpected()),
        Times.fromWire(wire.hasStartedAt(), wire.getStartedAt()),
        Times.fromWire(wire.hasUpdatedAt(), wire.getUpdatedAt()));
  }
}
