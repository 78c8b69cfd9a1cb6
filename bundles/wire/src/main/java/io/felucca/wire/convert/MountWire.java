package io.felucca.wire.convert;

import io.felucca.api.Mount;
import java.util.List;

/** {@code containerd.types.Mount}. */
public final class MountWire {
  private MountWire() {}

  public static io.felucca.wire.types.Mount toWire(Mount mount) {
    return io.felucca.wire.types.Mount.newBuilder()
        .setType(mount.type())
        .setSource(mount.source())
        .setTarget(mount.target())
        .addAllOptions(mount.options())
        .build();
  }

  public static Mount fromWire(io.felucca.wire.types.Mount wire) {
    return new Mount(wire.getType(), wire.getSource(), wire.getTarget(), wire.getOptionsList());
  }

  public static List<io.felucca.wire.types.Mount> toWire(List<Mount> mounts) {
    return mounts.stream().map(MountWire::toWire).toList();
  }

  public static List<Mount> fromWire(List<io.felucca.wire.types.Mount> mounts) {
    return mounts.stream().map(MountWire::fromWire).toList();
  }
}
