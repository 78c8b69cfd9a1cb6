package io.felucca.diff.view;

import io.felucca.api.Mount;
import io.felucca.linux.MountFlags;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Mounts in a folder of their own, unmounted whatever happens.
 *
 * <p>Folders are named by process, so that a later one can clear away what a killed one left.
 */
final class TempMount implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.diff");
  private static final String PREFIX = "mount-";

  private final Path path;

  private TempMount(Path path) {
    this.path = path;
  }

  static TempMount of(List<Mount> mounts, Path temp) throws IOException {
    Files.createDirectories(temp);
    Path path = Files.createTempDirectory(temp, PREFIX + ProcessHandle.current().pid() + "-");
    TempMount mounted = new TempMount(path);
    try {
      for (Mount mount : mounts) {
        Path target = path.resolve(relative(mount.target()));
        Mounts.mount(mount.type(), mount.source(), target, mount.options());
      }
      return mounted;
    } catch (IOException | RuntimeException e) {
      mounted.close();
      throw e;
    }
  }

  private static String relative(String target) {
    return Path.of("/").resolve(target).normalize().toString().substring(1);
  }

  Path path() {
    return path;
  }

  /** Where unmounting fails the folder stays: deleting it would delete what is mounted. */
  @Override
  public void close() {
    try {
      Mounts.unmountRecursive(path, MountFlags.UMOUNT_NOFOLLOW);
      Files.delete(path);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot unmount path=" + path, e);
    }
  }

  /** Clears away what processes that are gone have left. */
  static void clean(Path temp) throws IOException {
    if (!Files.isDirectory(temp)) {
      return;
    }
    String ours = PREFIX + ProcessHandle.current().pid() + "-";
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temp, PREFIX + "*")) {
      for (Path path : left) {
        if (!path.getFileName().toString().startsWith(ours)) {
          new TempMount(path).close();
        }
      }
    }
  }
}
