package io.felucca.runtime.serve;

import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where log lines go: into the FIFO {@code log} of a bundle that containerd reads, or to standard
 * error where it reads none.
 *
 * <p>containerd prints what it reads from any of them, so one is enough; it goes with its bundle,
 * and another one takes its place. What containerd is too slow to read is lost.
 */
final class ShimLog {
  private static final int MOST = 256;
  private static final Deque<Path> BUNDLES = new ArrayDeque<>();
  private static volatile Level threshold = Level.INFO;
  private static Fd current;

  private ShimLog() {}

  static Level threshold() {
    return threshold;
  }

  static void setThreshold(Level level) {
    threshold = level;
  }

  /** Names a bundle whose FIFO may be used. */
  static synchronized void offer(String bundle) {
    if (bundle.isEmpty()) {
      return;
    }
    if (BUNDLES.size() == MOST) {
      BUNDLES.remove(); // the oldest will be the first to go
    }
    BUNDLES.add(Path.of(bundle));
  }

  static synchronized void write(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    while (current != null || open()) {
      if (written(bytes)) {
        return;
      }
    }
    System.err.write(bytes, 0, bytes.length);
    System.err.flush();
  }

  private static boolean open() {
    while (!BUNDLES.isEmpty()) {
      Path fifo = BUNDLES.remove().resolve("log");
      try {
        current = Open.path(fifo, Open.O_WRONLY | Open.O_NONBLOCK | Open.O_CLOEXEC);
        return true;
      } catch (LinuxException e) {
        continue; // gone, or nobody reads it
      }
    }
    return false;
  }

  private static boolean written(byte[] bytes) {
    try {
      current.write(ByteBuffer.wrap(bytes));
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EAGAIN)) {
        return true;
      }
      close();
      return false;
    }
  }

  private static void close() {
    current.close();
    current = null;
  }
}
