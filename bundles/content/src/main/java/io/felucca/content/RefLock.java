package io.felucca.content;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to write one reference.
 *
 * <p>It is a lock on one byte of the store's lock file, at a place that the reference's hash gives,
 * and belongs to an open file: so it holds between threads, instances and processes, and goes with
 * a process that dies. Nothing has to be cleaned up.
 */
final class RefLock implements AutoCloseable {
  private final FileChannel file;

  private RefLock(FileChannel file) {
    this.file = file;
  }

  /** Takes the lock or says since when it is taken. */
  static RefLock take(Layout layout, String ref, IngestFiles files) throws IOException {
    Files.createDirectories(layout.root());
    FileChannel file =
        FileChannel.open(layout.locks(), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      if (file.tryLock(place(ref), 1, false) != null) {
        return new RefLock(file);
      }
    } catch (OverlappingFileLockException e) {
      // taken
    }
    file.close();
    throw locked(ref, files.lockedSince());
  }

  private static Fault locked(String ref, Instant since) {
    Duration held = Duration.between(since, Instant.now());
    return Fault.unavailable("ref %s locked for %s (since %s)", ref, text(held), since);
  }

  private static String text(Duration held) {
    return String.format("%d.%03ds", held.toSeconds(), held.toMillisPart());
  }

  private static long place(String ref) {
    return ref.hashCode() & 0xffffffffL;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw Fault.io("unlock ingest", e);
    }
  }
}
