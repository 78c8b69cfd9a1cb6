package io.felucca.wire.convert;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;

/** {@code containerd.types.Descriptor}. */
public final class DescriptorWire {
  private DescriptorWire() {}

  public static io.felucca.wire.types.Descriptor toWire(Descriptor descriptor) {
    return io.felucca.wire.types.Descriptor.newBuilder()
        .setMediaType(descriptor.mediaType())
        .setDigest(digestToWire(descriptor.digest()))
        .setSize(descriptor.size())
        .putAllAnnotations(descriptor.annotations())
        .build();
  }

  public static Descriptor fromWire(io.felucca.wire.types.Descriptor wire) {
    return new Descriptor(
        wire.getMediaType(),
        digestFromWire(wire.getDigest()),
        wire.getSize(),
        wire.getAnnotationsMap());
  }

  /** The digest's text, empty for null. */
  public static String digestToWire(Digest digest) {
    return digest == null ? "" : digest.toString();
  }

  /** The digest, null for the empty text. */
  public static Digest digestFromWire(String text) {
    return text.isEmpty() ? null : Digest.parse(text);
  }
}
