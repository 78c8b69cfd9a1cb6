package io.felucca.wire.convert;

import io.felucca.api.Descriptor;
import io.felucca.api.Mount;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.wire.diff.ApplyRequest;
import io.felucca.wire.diff.DiffRequest;
import java.util.List;

/** The requests of {@code containerd.services.diff.v1}. */
public final class DiffWire {
  private DiffWire() {}

  public static ApplyRequest toWire(Descriptor layer, List<Mount> mounts, ApplyOptions options) {
    return ApplyRequest.newBuilder()
        .setDiff(DescriptorWire.toWire(layer))
        .addAllMounts(MountWire.toWire(mounts))
        .putAllPayloads(Anys.toWire(options.payloads()))
        .setSyncFs(options.syncFs())
        .build();
  }

  public static ApplyOptions fromWire(ApplyRequest wire) {
    return new ApplyOptions(Anys.fromWire(wire.getPayloadsMap()), wire.getSyncFs());
  }

  public static DiffRequest toWire(List<Mount> lower, List<Mount> upper, DiffOptions options) {
    DiffRequest.Builder wire =
        DiffRequest.newBuilder()
            .addAllLeft(MountWire.toWire(lower))
            .addAllRight(MountWire.toWire(upper))
            .setMediaType(options.mediaType())
            .setRef(options.ref())
            .putAllLabels(options.labels());
    if (options.sourceDateEpoch() != null) {
      wire.setSourceDateEpoch(Times.toWire(options.sourceDateEpoch()));
    }
    return wire.build();
  }

  public static DiffOptions fromWire(DiffRequest wire) {
    return new DiffOptions(
        wire.getMediaType(),
        wire.getRef(),
        wire.getLabelsMap(),
        Times.fromWire(wire.hasSourceDateEpoch(), wire.getSourceDateEpoch()));
  }
}
