package io.felucca.wire.convert;

import io.felucca.api.image.Image;

/** {@code containerd.services.images.v1.Image}. */
public final class ImageWire {
  private ImageWire() {}

  public static io.felucca.wire.images.Image toWire(Image image) {
    var wire =
        io.felucca.wire.images.Image.newBuilder()
            .setName(image.name())
            .putAllLabels(image.labels())
            .setTarget(DescriptorWire.toWire(image.target()));
    if (image.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(image.createdAt()));
    }
    if (image.updatedAt() != null) {
      wire.setUpdatedAt(Times.toWire(image.updatedAt()));
    }
    return wire.build();
  }

  public static Image fromWire(io.felucca.wire.images.Image wire) {
    return new Image(
        wire.getName(),
        wire.getLabelsMap(),
        DescriptorWire.fromWire(wire.getTarget()),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        Times.fromWire(wire.hasUpdatedAt(), wire.getUpdatedAt()));
  }
}
