package io.felucca.runtime.oci.folder;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.linux.MountFlags;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The root file system of a task's bundle: what is mounted at it, and at places below it.
 *
 * @param path in the task's folder, and there as long as the task is
 */
public record RootFs(Path path) {
  private static final int UNMOUNTS = 100;
  private static final long PAUSE_MS = 10;

  /** Its field in proc_pid_mountinfo(5), from 0. */
  private static final int MOUNT_POINT = 4;

  /** By so many of its last names a path is told from those of other tasks. */
  private static final int OWN_NAMES = 3;

  /**
   * Mounts what makes it up. Its folder is there without mounts, too: a specification may have them
   * all, or name a place of its own.
   */
  public void mount(List<Mount> mounts) {
    try {
      Files.createDirectory(path, TaskFolder.mode("rwx--x--x"));
      for (Mount mount : mounts) {
        Mounts.mount(mount.type(), mount.source(), target(mount), mount.options());
      }
    } catch (IOException e) {
      throw Fault.io("failed to mount rootfs component", e);
    } catch (IllegalArgumentException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, e.getMessage(), e);
    }
  }

  private Path target(Mount mount) {
    Path target = path.resolve("./" + mount.target()).normalize();
    if (!target.startsWith(path)) {
      throw Fault.invalid("mount target %s is outside of the root file system", mount.target());
    }
    return target;
  }

  /**
   * Unmounts it with all below it, and removes its folder. What a process that is still dying keeps
   * busy goes with that process.
   */
  public void unmount() {
    try {
      for (int i = 1; !isUnmounted(); i++) {
        if (i == UNMOUNTS) {
          throw new IOException("rootfs stays busy, mounted here or elsewhere: " + mounts());
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (IOException e) {
      throw Fault.io("removal of task folder " + path.getParent(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }

  /**
   * Whether there is no mount any more, and no folder for one.
   *
   * <p>Whoever binds a folder above recursively, as {@code mount --rbind / DIRECTORY} does, has the
   * root file system a second time at another path. As long as that is there rmdir(2) says EBUSY
   * here, where nothing is mounted any more: to the kernel both are mounted on the same directory.
   * Such a copy may go in a moment; if it does not, nothing here may unmount it.
   */
  private boolean isUnmounted() throws IOException {
    Mounts.unmountAll(path, MountFlags.MNT_DETACH | MountFlags.UMOUNT_NOFOLLOW);
    if (!isGone()) {
      Mounts.unmountRecursive(path, MountFlags.MNT_DETACH);
      return isGone();
    }
    return true;
  }

  /** Those here, and those that look like copies. */
  private List<String> mounts() throws IOException {
    int names = path.getNameCount();
    String end = "/" + path.subpath(names - OWN_NAMES, names);
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines
          .map(line -> line.split(" ")[MOUNT_POINT])
          .filter(at -> at.endsWith(end))
          .toList();
    }
  }

  /** False where something is mounted on it, or below it that is no part of it. */
  private boolean isGone() {
    try {
      Files.deleteIfExists(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
