package io.felucca.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.felucca.api.Fault;
import io.felucca.linux.OfdLock;
import io.felucca.linux.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to write one reference.
 *
 * <p>It is a lock on a file and belongs to an open file description: so it holds between threads,
 * instances and processes, and goes with a process that dies. The file holds the time from which
 * on; it is removed with the lock, so whoever gets a lock makes sure that its file still has the
 * name.
 */
final class RefLock implements AutoCloseable {
  private final Path path;
  private final OfdLock lock;

  private RefLock(Path path, OfdLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Takes the lock, or says since when it is taken. */
  static RefLock take(Path path, String ref) throws IOException {
    Files.createDirectories(path.getParent());
    while (true) {
      OfdLock lock = OfdLock.tryAcquire(path, false);
      if (lock == null) {
        throw locked(ref, since(path));
      }
      if (hasName(lock, path)) {
        return new RefLock(path, lock).dated();
      }
      lock.close();
    }
  }

  /** Where the disk is full the lock is let go: it would be held for as long as the daemon runs. */
  private RefLock dated() throws IOException {
    try {
      lock.file().write(ByteBuffer.wrap(Instant.now().toString().getBytes(UTF_8)), 0);
      return this;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static boolean hasName(OfdLock lock, Path path) throws IOException {
    Stat named = Stat.ifExists(path);
    return named != null && named.sameFile(Stat.of(lock.file()));
  }

  private static Instant since(Path path) throws IOException {
    try {
      return Instant.parse(new String(Files.readAllBytes(path), UTF_8).trim());
    } catch (DateTimeException | NoSuchFileException e) {
      // taken, or let go, just now
      return Instant.now();
    }
  }

  private static Fault locked(String ref, Instant since) {
    Duration held = Duration.between(since, Instant.now());
    return Fault.unavailable("ref %s locked for %s (since %s)", ref, text(held), since);
  }

  private static String text(Duration held) {
    return String.format("%d.%03ds", held.toSeconds(), held.toMillisPart());
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw Fault.io("unlock ingest", e);
    } finally {
      lock.close();
    }
  }
}
