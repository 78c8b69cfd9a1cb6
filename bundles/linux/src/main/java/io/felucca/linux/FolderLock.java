package io.felucca.linux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to change what a folder stands for, such as a task: an {@link OfdLock} on the file
 * {@code lock} in it. While a plugin is replaced two instances know every folder, and only one may
 * act; the lock tells them apart, and a crash releases it. Who has the right may remove the folder.
 */
public final class FolderLock implements AutoCloseable {
  private static final long PAUSE_MS = 5;

  private final OfdLock lock;

  private FolderLock(OfdLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the right, or nothing where somebody has it. ENOENT where the folder is gone, or went
   * meanwhile, even if there is a new one of its name.
   */
  public static Optional<FolderLock> tryTake(Path folder) throws LinuxException {
    Path file = folder.resolve("lock");
    OfdLock lock = OfdLock.tryAcquire(file, false);
    if (lock != null && !isThere(lock, file)) {
      lock.close();
      throw new LinuxException("fcntl", file, Errno.ENOENT);
    }
    return Optional.ofNullable(lock).map(FolderLock::new);
  }

  /** Whoever had the right before may have removed the folder, and somebody made a new one. */
  static boolean isThere(OfdLock lock, Path file) throws LinuxException {
    Stat now = Stat.ifExists(file);
    return now != null && now.sameFile(Stat.of(lock.file()));
  }

  /** As {@link #tryTake}, waiting for whoever has it; nothing when that lasts too long. */
  public static Optional<FolderLock> take(Path folder, Duration patience)
      throws LinuxException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<FolderLock> lock = tryTake(folder);
    while (lock.isEmpty() && System.nanoTime() - end < 0) {
      Thread.sleep(PAUSE_MS);
      lock = tryTake(folder);
    }
    return lock;
  }

  @Override
  public void close() {
    lock.close();
  }
}
