package io.felucca.testkit;

import io.felucca.api.Mount;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of its own with mounts on it, for the length of a {@code try}; both go at its end. */
final class MountedDir implements AutoCloseable {
  private final Path path;

  MountedDir(Path under, List<Mount> mounts) throws IOException {
    path = Files.createTempDirectory(under, "mnt-");
    for (Mount mount : mounts) {
      Mounts.mount(mount.type(), mount.source(), path.resolve(mount.target()), mount.options());
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Mounts.unmountAll(path, 0);
    Files.delete(path);
  }
}
