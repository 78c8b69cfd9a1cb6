package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.oci.rootfs.RootFiles;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a new snapshot: in its folders, or else, where this program cannot look into them,
 * in the image that it was made of.
 */
final class SnapshotFiles implements RootFiles {
  private static final Set<Fault.Kind> ELSEWHERE =
      EnumSet.of(
          Fault.Kind.PERMISSION_DENIED, Fault.Kind.FAILED_PRECONDITION, Fault.Kind.UNIMPLEMENTED);

  private final List<Mount> mounts;
  private final Image image;
  private RootFiles packed;

  SnapshotFiles(List<Mount> mounts, Image image) {
    this.mounts = mounts;
    this.image = image;
  }

  @Override
  public Optional<byte[]> read(String path) {
    if (packed == null) {
      try {
        return RootFiles.of(mounts).read(path);
      } catch (Fault refused) {
        if (!ELSEWHERE.contains(refused.kind())) {
          throw refused;
        }
        return fromImage(path, refused);
      }
    }
    return packed.read(path);
  }

  private Optional<byte[]> fromImage(String path, Fault refused) {
    RootFiles layers = image.rootFiles();
    try {
      Optional<byte[]> found = layers.read(path);
      packed = layers;
      return found;
    } catch (RuntimeException e) {
      refused.addSuppressed(e);
      throw refused;
    }
  }
}
