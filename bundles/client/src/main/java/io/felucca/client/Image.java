package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.client.archive.LayerFiles;
import io.felucca.oci.image.ChainIds;
import io.felucca.oci.image.ImageConfig;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Manifest;
import io.felucca.oci.image.Platform;
import io.felucca.oci.image.PlatformMatcher;
import io.felucca.oci.rootfs.RootFiles;
import java.util.List;
import java.util.Map;

/**
 * An image as it was when it was asked for: a name that points to content. Of an image for many
 * platforms, it stands for one of them: this machine's, unless {@link #on} says otherwise.
 *
 * <pre>{@code
 * Image image = workspace.images().get("docker.io/library/busybox:latest");
 * System.out.println(image.config().execution().env());
 * Digest chain = image.on(Platform.parse("linux/arm64")).chainId();
 * }</pre>
 */
public final class Image {
  private final Workspace workspace;
  private final io.felucca.api.image.Image record;
  private final Manifests manifests;

  Image(Workspace workspace, io.felucca.api.image.Image record) {
    this(workspace, record, PlatformMatcher.only(Platform.host()));
  }

  private Image(Workspace workspace, io.felucca.api.image.Image record, PlatformMatcher platform) {
    this.workspace = workspace;
    this.record = record;
    this.manifests = new Manifests(workspace.content(), platform);
  }

  /** The same for another platform. */
  public Image on(Platform platform) {
    return new Image(workspace, record, PlatformMatcher.only(platform));
  }

  public String name() {
    return record.name();
  }

  /** What the name points to: a manifest, or an index of them. */
  public Descriptor target() {
    return record.target();
  }

  public Map<String, String> labels() {
    return record.labels();
  }

  /** All that the daemon knows of it. */
  public io.felucca.api.image.Image info() {
    return record;
  }

  /** The manifest for the platform; NOT_FOUND where there is none, or its content is not there. */
  public Manifest manifest() {
    return manifests.manifest(target());
  }

  /** The configuration for the platform. */
  public ImageConfig config() {
    return manifests.config(manifest());
  }

  /** The name of the committed snapshot that all its layers make up. */
  public Digest chainId() {
    return ChainIds.of(config().diffIds());
  }

  /** The size of its content for the platform, as it is stored: compressed, in bytes. */
  public long size() {
    Manifest manifest = manifest();
    List<ImageDescriptor> layers = manifest.layers();
    return manifest.config().size() + layers.stream().mapToLong(ImageDescriptor::size).sum();
  }

  /**
   * Its files, read from the layers as the daemon keeps them; that takes a while with large layers,
   * but no privileges. Layers that are compressed with zstd are UNIMPLEMENTED.
   */
  public RootFiles rootFiles() {
    Content content = workspace.content();
    return new LayerFiles(
        manifest().layers().stream()
            .map(layer -> (LayerFiles.Layer) () -> content.read(layer.digest()))
            .toList());
  }

  /** Whether all its layers are snapshots. */
  public boolean isUnpacked(String snapshotter) {
    List<Digest> layers = config().diffIds();
    return layers.isEmpty()
        || workspace.snapshots(snapshotter).find(ChainIds.of(layers).toString()).isPresent();
  }

  /** Makes snapshots of its layers; see {@link #unpack(String, Progress)}. */
  public Digest unpack(String snapshotter) {
    return unpack(snapshotter, Progress.NONE);
  }

  /**
   * Makes committed snapshots of its layers, as far as they are not there yet, and has the image
   * keep them. Several may unpack the same at once.
   *
   * @param snapshotter empty for the namespace's default
   * @return the chain ID, which is the name of the last snapshot
   */
  public Digest unpack(String snapshotter, Progress progress) {
    try (HeldLease held = workspace.lease()) {
      Workspace leased = held.workspace();
      return new Unpacking(leased, leased.snapshots(snapshotter), progress)
          .unpack(manifest(), config());
    }
  }
}
