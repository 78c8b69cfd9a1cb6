package io.felucca.monitor;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to act, which one of two instances of a plugin has while the one takes the other's
 * place: a lock on a file in the plugin's folder. A crash frees it.
 */
public final class Turn implements AutoCloseable {
  private final Path folder;
  private FileChannel channel;
  private boolean closed;

  /**
   * @param folder made on first use
   */
  public Turn(Path folder) {
    this.folder = folder;
  }

  /** Takes the right, or says that another has it. */
  public synchronized boolean take() {
    if (closed || channel != null) {
      return !closed;
    }
    try {
      Files.createDirectories(folder);
      FileChannel file =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(file)) {
        channel = file;
      } else {
        file.close();
      }
      return channel != null;
    } catch (IOException e) {
      throw Fault.io("lock in " + folder, e);
    }
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another instance in this process
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      System.getLogger("io.felucca.monitor").log(System.Logger.Level.DEBUG, "lock", e);
    }
  }
}
