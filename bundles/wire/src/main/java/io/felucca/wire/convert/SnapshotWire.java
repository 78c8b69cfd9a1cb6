package io.felucca.wire.convert;

import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Usage;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.Kind;
import io.felucca.wire.snapshots.UsageResponse;

/** {@code containerd.services.snapshots.v1.Info} and {@code UsageResponse}. */
public final class SnapshotWire {
  private SnapshotWire() {}

  public static Info toWire(SnapshotInfo info) {
    Info.Builder wire =
        Info.newBuilder()
            .setName(info.name())
            .setParent(info.parent())
            .setKind(toWire(info.kind()))
            .putAllLabels(info.labels());
    if (info.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(info.createdAt()));
    }
    if (info.updatedAt() != null) {
      wire.setUpdatedAt(Times.toWire(info.updatedAt()));
    }
    return wire.build();
  }

  public static SnapshotInfo fromWire(Info wire) {
    return new SnapshotInfo(
        fromWire(wire.getKind()),
        wire.getName(),
        wire.getParent(),
        wire.getLabelsMap(),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        Times.fromWire(wire.hasUpdatedAt(), wire.getUpdatedAt()));
  }

  public static UsageResponse toWire(Usage usage) {
    return UsageResponse.newBuilder().setSize(usage.size()).setInodes(usage.inodes()).build();
  }

  public static Usage fromWire(UsageResponse wire) {
    return new Usage(wire.getInodes(), wire.getSize());
  }

  /** Null, as in an update's request, is the wire's unknown. */
  private static Kind toWire(SnapshotKind kind) {
    if (kind == null) {
      return Kind.UNKNOWN;
    }
    return switch (kind) {
      case VIEW -> Kind.VIEW;
      case ACTIVE -> Kind.ACTIVE;
      case COMMITTED -> Kind.COMMITTED;
    };
  }

  private static SnapshotKind fromWire(Kind kind) {
    return switch (kind) {
      case VIEW -> SnapshotKind.VIEW;
      case ACTIVE -> SnapshotKind.ACTIVE;
      case COMMITTED -> SnapshotKind.COMMITTED;
      case UNKNOWN, UNRECOGNIZED -> null;
    };
  }
}
