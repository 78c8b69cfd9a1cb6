package io.felucca.runtime.oci.folder;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.OfdLock;
import io.felucca.linux.Stat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to change where a process stands. While a plugin is replaced two instances know every
 * task, and only one may act; a lock on a file tells them apart, and a crash releases it.
 */
public final class FolderLock implements AutoCloseable {
  private static final long PAUSE_MS = 5;

  private final OfdLock lock;

  private FolderLock(OfdLock lock) {
    this.lock = lock;
  }

  /** Takes the right, or nothing where somebody has it. NOT_FOUND where the folder is gone. */
  public static Optional<FolderLock> tryTake(Path folder) {
    Path file = folder.resolve("lock");
    try {
      OfdLock lock = OfdLock.tryAcquire(file, false);
      if (lock != null && !isThere(lock, file)) {
        lock.close();
        throw gone(folder);
      }
      return Optional.ofNullable(lock).map(FolderLock::new);
    } catch (LinuxException e) {
      throw e.is(Errno.ENOENT, Errno.ENOTDIR)
          ? gone(folder)
          : Fault.io("lock of task folder " + folder, e);
    }
  }

  /** Whoever had the right before may have removed the folder, and somebody made a new one. */
  private static boolean isThere(OfdLock lock, Path file) throws LinuxException {
    Stat now = Stat.ifExists(file);
    return now != null && now.sameFile(Stat.of(lock.file()));
  }

  /** Takes the right, waiting for whoever has it. UNAVAILABLE when that lasts too long. */
  public static FolderLock take(Path folder, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    Optional<FolderLock> lock = tryTake(folder);
    while (lock.isEmpty() && System.nanoTime() - end < 0) {
      pause();
      lock = tryTake(folder);
    }
    return lock.orElseThrow(
        () -> Fault.unavailable("task %s is being created or deleted", folder.getFileName()));
  }

  private static Fault gone(Path folder) {
    return Fault.notFound("task %s", folder.getFileName());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
