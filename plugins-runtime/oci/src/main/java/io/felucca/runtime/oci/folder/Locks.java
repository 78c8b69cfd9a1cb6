package io.felucca.runtime.oci.folder;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.FolderLock;
import io.felucca.linux.LinuxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The rights to the folders of tasks and execs: {@link FolderLock} with the faults that clients
 * know.
 */
public final class Locks {
  private Locks() {}

  /**
   * Takes the right, or nothing where somebody has it. NOT_FOUND where the folder is gone.
   *
   * @param what what the folder is of, for messages
   */
  public static Optional<FolderLock> tryTake(String what, Path folder) {
    try {
      return FolderLock.tryTake(folder);
    } catch (LinuxException e) {
      throw fault(what, folder, e);
    }
  }

  /** Takes the right, waiting for whoever has it. UNAVAILABLE when that lasts too long. */
  public static FolderLock take(String what, Path folder, Duration patience) {
    try {
      return FolderLock.take(folder, patience).orElseThrow(() -> busy(what, folder));
    } catch (LinuxException e) {
      throw fault(what, folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }

  private static Fault busy(String what, Path folder) {
    return Fault.unavailable("%s %s is being created or deleted", what, folder.getFileName());
  }

  private static Fault fault(String what, Path folder, LinuxException e) {
    return e.is(Errno.ENOENT, Errno.ENOTDIR)
        ? Fault.notFound("%s %s", what, folder.getFileName())
        : Fault.io("lock of " + what + " folder " + folder, e);
  }
}
