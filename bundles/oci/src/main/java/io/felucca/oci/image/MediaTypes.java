package io.felucca.oci.image;

import java.util.List;
import java.util.Set;

/** Media types of images: OCI image specification, "Media Types", and docker's schema 2. */
public final class MediaTypes {
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
  public static final String OCI_LAYER_GZIP = OCI_LAYER + "+gzip";
  public static final String OCI_LAYER_ZSTD = OCI_LAYER + "+zstd";
  public static final String OCI_EMPTY = "application/vnd.oci.empty.v1+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  public static final String DOCKER_LAYER_GZIP = DOCKER_LAYER + ".gzip";
  public static final String DOCKER_LAYER_ZSTD = DOCKER_LAYER + ".zstd";
  public static final String DOCKER_FOREIGN =
      "application/vnd.docker.image.rootfs.foreign.diff.tar";
  public static final String CHECKPOINT =
      "application/vnd.containerd.container.criu.checkpoint.criu.tar";
  public static final String CHECKPOINT_CONFIG =
      "application/vnd.containerd.container.checkpoint.config.v1+proto";
  public static final String CHECKPOINT_OPTIONS =
      "application/vnd.containerd.container.checkpoint.options.v1+proto";
  public static final String CHECKPOINT_RUNTIME =
      "application/vnd.containerd.container.checkpoint.runtime.name";
  public static final String CHECKPOINT_RUNTIME_OPTIONS =
      "application/vnd.containerd.container.checkpoint.runtime.options+proto";
  public static final String CHECKPOINT_RW = "application/vnd.containerd.container.rw.tar";

  private static final Set<String> DOCKER_LAYERS =
      Set.of(
          DOCKER_LAYER,
          DOCKER_LAYER_GZIP,
          DOCKER_LAYER_ZSTD,
          DOCKER_FOREIGN,
          DOCKER_FOREIGN + ".gzip");

  private MediaTypes() {}

  public static boolean isManifest(String type) {
    return type.equals(OCI_MANIFEST) || type.equals(DOCKER_MANIFEST);
  }

  /** Whether it is an index, which docker calls a manifest list. */
  public static boolean isIndex(String type) {
    return type.equals(OCI_INDEX) || type.equals(DOCKER_LIST);
  }

  /** Whether it is an image's configuration. */
  public static boolean isConfig(String type) {
    return type.equals(OCI_CONFIG) || type.equals(DOCKER_CONFIG);
  }

  /** Whether it is a configuration, also one of a checkpoint. */
  public static boolean isKnownConfig(String type) {
    return isConfig(type) || type.equals(CHECKPOINT) || type.equals(CHECKPOINT_CONFIG);
  }

  /** Whether it is a layer, compressed, encrypted or not. */
  public static boolean isLayer(String type) {
    return type.startsWith("application/vnd.oci.image.layer.")
        || DOCKER_LAYERS.contains(base(type));
  }

  /** Whether registries do not hold it, by a licence. */
  public static boolean isNonDistributable(String type) {
    return type.startsWith("application/vnd.oci.image.layer.nondistributable.")
        || type.startsWith("application/vnd.docker.image.rootfs.foreign.");
  }

  /**
   * How a layer is compressed: {@code gzip}, {@code zstd}, or empty for not at all. Docker's plain
   * type may be compressed all the same: what reads it has to look.
   */
  public static String compression(String type) {
    if (type.startsWith("application/vnd.oci.")) {
      return named(List.of(type.split("\\+")));
    }
    return type.equals(base(type)) ? named(List.of(type.split("\\."))) : "";
  }

  private static String named(List<String> words) {
    return words.contains("gzip") ? "gzip" : words.contains("zstd") ? "zstd" : "";
  }

  private static String base(String type) {
    int plus = type.indexOf('+');
    return plus < 0 ? type : type.substring(0, plus);
  }
}
