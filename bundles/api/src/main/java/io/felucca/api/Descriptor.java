package io.felucca.api;

import java.util.Map;
import java.util.Objects;

/**
 * What content is: its media type, digest and size, and notes about it (OCI image spec, "Content
 * Descriptors").
 *
 * @param mediaType empty where unknown
 * @param digest null where unknown, as in a writer's request
 * @param size in bytes; 0 where unknown
 * @param annotations never null
 */
public record Descriptor(
    String mediaType, Digest digest, long size, Map<String, String> annotations) {
  public Descriptor {
    Objects.requireNonNull(mediaType, "mediaType");
    annotations = Map.copyOf(annotations);
  }

  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Map.of());
  }
}
