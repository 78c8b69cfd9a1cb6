package io.felucca.linux;

import static io.felucca.linux.MountFlags.*;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Mounts and unmounts the way container tools describe it: type, source and options as in fstab(5).
 *
 * <p>Options become flags, changes of propagation or data of the file system; one that begins with
 * {@code x-} or {@code X-} (such as {@code X-containerd.*}) is ignored. Beyond what mount(8) does:
 *
 * <ul>
 *   <li>{@code loop} puts a file on a loop device that goes with the mount;
 *   <li>an overlay may have more layers than fit into a page of options (the kernel takes 500);
 *   <li>{@code uidmap=inside:outside:size} and {@code gidmap=} show the layers of an overlay, or
 *       the source of a bind mount, with mapped owners;
 *   <li>{@code ro} and other flags work on a bind mount, which needs a second call;
 *   <li>a type {@code fuse.NAME} or {@code fuse3.NAME} is mounted by its helper program.
 * </ul>
 *
 * <p>Where a later step fails, what an earlier one mounted is unmounted.
 */
public final class Mounts {
  private static final int BUSY_ATTEMPTS = 50;
  private static final long BUSY_PAUSE_MS = 50;

  private Mounts() {}

  /**
   * Mounts.
   *
   * @param type of the file system; ignored for bind mounts and remounts
   * @param source a device, file, directory or any name, as the type wants it
   * @param target an existing directory, or a file for a bind mount of one
   * @throws IllegalArgumentException if an id mapping cannot be parsed
   */
  public static void mount(String type, String source, Path target, List<String> options)
      throws IOException {
    new MountOrder(type, source, target, MountOptions.parse(options)).carryOut();
  }

  /** mount(2) itself. Null stands for NULL. */
  public static void mount(String type, String source, Path target, long flags, String data)
      throws LinuxException {
    try (Frame f = new Frame()) {
      long from = f.string(source);
      long to = f.string(target.toString());
      Libc.MOUNT.check(target, from, to, f.string(type), flags, f.string(data));
    }
  }

  /** Unmounts what is on top at a path, which is not followed where it is a symbolic link. */
  public static void unmount(Path target) throws LinuxException {
    unmount(target, UMOUNT_NOFOLLOW);
  }

  /**
   * Unmounts: umount2(2). What is busy is tried again for up to 2.5 seconds.
   *
   * @param flags MNT_ and UMOUNT_ flags of {@link MountFlags}
   */
  public static void unmount(Path target, int flags) throws LinuxException {
    unmount(target.toString(), flags);
  }

  private static void unmount(String target, int flags) throws LinuxException {
    for (int i = 1; ; i++) {
      try (Frame f = new Frame()) {
        Libc.UMOUNT2.check(target, f.string(target), flags);
        return;
      } catch (LinuxException e) {
        if (i == BUSY_ATTEMPTS || !e.is(Errno.EBUSY) || !pause()) {
          FuseMount.unmountInstead(target, flags, e);
          return;
        }
      }
    }
  }

  /** False when interrupted, which ends the attempts. */
  private static boolean pause() {
    try {
      Thread.sleep(BUSY_PAUSE_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Unmounts whatever is stacked at a path; fine if it is not mounted or does not exist. */
  public static void unmountAll(Path target, int flags) throws LinuxException {
    unmountAll(target.toString(), flags);
  }

  private static void unmountAll(String target, int flags) throws LinuxException {
    try {
      while (true) {
        unmount(target, flags);
      }
    } catch (LinuxException e) {
      // EINVAL: no mount point, or not any more
      if (!e.is(Errno.EINVAL, Errno.ENOENT)) {
        throw e;
      }
    }
  }

  /** Unmounts everything at a path and below it, the deepest first. */
  public static void unmountRecursive(Path target, int flags) throws IOException {
    for (String point : MountPoints.under(target)) {
      unmountAll(point, flags);
    }
  }

  /** Whether something is mounted exactly there; false also for what does not exist. */
  public static boolean isMountPoint(Path path) throws IOException {
    return MountPoints.isOne(path);
  }

  /** Shows a directory or file a second time, for reading only. */
  public static void bindReadOnly(Path source, Path target) throws IOException {
    mount("bind", source.toString(), target, List.of("bind", "ro"));
  }
}
