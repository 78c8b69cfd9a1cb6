package io.felucca.shim.folder;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to make or end a task. While a plugin is replaced two instances know every task, and
 * only one may bury it; a lock on a file tells them apart, and a crash releases it.
 */
public final class FolderLock implements AutoCloseable {
  private static final long PAUSE_MS = 10;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the right, or nothing where somebody has it. NOT_FOUND where the task is gone. */
  public static Optional<FolderLock> tryTake(Path folder) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel)) {
        return Optional.of(checked(new FolderLock(channel), folder));
      }
      channel.close();
      return Optional.empty();
    } catch (NoSuchFileException e) {
      throw gone(folder);
    } catch (IOException e) {
      throw Fault.io("lock of task folder " + folder, e);
    }
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

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another instance in this process
    }
  }

  /** Whoever had the right before may have removed the folder. */
  private static FolderLock checked(FolderLock lock, Path folder) {
    if (!Files.isDirectory(folder)) {
      lock.close();
      throw gone(folder);
    }
    return lock;
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
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(FolderLock.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
