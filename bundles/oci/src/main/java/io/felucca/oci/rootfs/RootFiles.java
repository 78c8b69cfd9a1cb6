package io.felucca.oci.rootfs;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads small files of a container's root file system, such as {@code /etc/passwd}.
 *
 * <p>Symbolic links are followed as the container would see them: they never lead out of its root.
 */
@FunctionalInterface
public interface RootFiles {
  /**
   * The content of a regular file.
   *
   * @param path from the root, with or without a slash in front
   * @return empty where there is no such file; an invalid argument where it is no regular file or
   *     larger than 10 MiB, PERMISSION_DENIED where the caller may not look there,
   *     FAILED_PRECONDITION where the file system's folders are not on this machine
   */
  Optional<byte[]> read(String path);

  /** A root file system without files: names of users are not found, numbers are taken as such. */
  static RootFiles none() {
    return path -> Optional.empty();
  }

  /** The root file system below a folder. */
  static RootFiles at(Path folder) {
    return new LayeredFiles(List.of(folder), directory -> false);
  }

  /**
   * What a snapshot's mounts would show, without mounting them; opaque folders of an overlay are
   * not told from others.
   */
  static RootFiles of(List<Mount> mounts) {
    return of(mounts, directory -> false);
  }

  /**
   * What a snapshot's mounts would show, without mounting them: one bind mount or one overlay.
   *
   * @param opaque whether a folder of a layer hides those of lower layers, as the attribute {@code
   *     trusted.overlay.opaque} says, which the Java platform cannot read
   */
  static RootFiles of(List<Mount> mounts, Predicate<Path> opaque) {
    if (mounts.size() != 1) {
      throw Fault.unimplemented(
          "cannot look into %d mounts without mounting them: mount them and use RootFiles.at",
          mounts.size());
    }
    return new LayeredFiles(MountLayers.of(mounts.get(0)), opaque);
  }
}
