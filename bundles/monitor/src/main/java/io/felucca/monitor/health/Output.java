package io.felucca.monitor.health;

import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.Fifo;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A FIFO that takes what a check prints. The beginning is kept; the rest is read as well, so that
 * the check does not wait for a reader.
 */
final class Output implements AutoCloseable {
  private static final int KEPT = 4096;
  private static final int CHUNK = 64 << 10;
  private static final int OWNER_ONLY = 0600;
  private static final String CUT = "...";

  private final Path path;
  private final Fd fifo;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean cut;

  private Output(Path path, Fd fifo) {
    this.path = path;
    this.fifo = fifo;
  }

  /** Makes the FIFO anew. It has an end here for each direction, so nobody waits at its opening. */
  static Output open(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    Fifo.create(path, OWNER_ONLY);
    return new Output(path, Open.path(path, Open.O_RDWR | Open.O_NONBLOCK));
  }

  String path() {
    return path.toString();
  }

  /**
   * Takes what is there, at most a pipe's fill.
   *
   * @return whether there was anything
   */
  synchronized boolean drain() {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      fifo.read(chunk);
    } catch (LinuxException e) {
      if (!e.is(Errno.EAGAIN, Errno.EBADF)) {
        throw io.felucca.api.Fault.io("output of a health check", e);
      }
    }
    keep(chunk.flip());
    return chunk.limit() > 0;
  }

  private void keep(ByteBuffer chunk) {
    int wanted = Math.min(KEPT - kept.size(), chunk.remaining());
    kept.write(chunk.array(), 0, wanted);
    cut |= wanted < chunk.remaining();
  }

  /** What was printed so far. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8) + (cut ? CUT : "");
  }

  @Override
  public synchronized void close() {
    fifo.close();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.getLogger("io.felucca.monitor").log(System.Logger.Level.DEBUG, "fifo", e);
    }
  }
}
