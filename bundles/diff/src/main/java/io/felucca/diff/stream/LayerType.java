package io.felucca.diff.stream;

import io.felucca.api.Fault;
import java.util.Set;

/**
 * What a layer's media type says about its compression (OCI image spec, "Image Layer Filesystem
 * Changeset"; Docker image manifest v2, schema 2).
 *
 * <p>Only OCI's plain tar is believed. All others are looked at: layers exist that say gzip, or
 * nothing, and are something else.
 */
public enum LayerType {
  /** Not compressed, whatever the bytes look like. */
  PLAIN,
  /** The first bytes tell. */
  DETECT;

  public static final String TAR = "application/vnd.oci.image.layer.v1.tar";
  public static final String TAR_GZIP = TAR + "+gzip";
  public static final String TAR_ZSTD = TAR + "+zstd";

  private static final String FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar";
  private static final String DOCKER = "application/vnd.docker.image.rootfs.diff.tar";
  private static final String DOCKER_FOREIGN =
      "application/vnd.docker.image.rootfs.foreign.diff.tar";

  private static final Set<String> PLAIN_TYPES = Set.of(TAR, FOREIGN);
  private static final Set<String> DETECTED_TYPES =
      Set.of(
          TAR_GZIP,
          TAR_ZSTD,
          FOREIGN + "+gzip",
          FOREIGN + "+zstd",
          DOCKER,
          DOCKER + ".gzip",
          DOCKER + ".zstd",
          DOCKER_FOREIGN,
          DOCKER_FOREIGN + ".gzip");

  /** Throws UNIMPLEMENTED where this is no layer, or one that needs a stream processor. */
  public static LayerType of(String mediaType) {
    if (PLAIN_TYPES.contains(mediaType)) {
      return PLAIN;
    }
    if (DETECTED_TYPES.contains(mediaType)) {
      return DETECT;
    }
    throw Fault.unimplemented("no processor for media type \"%s\"", mediaType);
  }
}
