package io.felucca.shim.log;

import io.felucca.api.Fault;
import io.felucca.linux.Fifo;
import io.felucca.linux.Open;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the log FIFOs of all shims with one thread, which exists while there are any.
 *
 * <p>It looks again and again, less often while nothing comes: a shim that writes more than the
 * FIFO holds (64 KiB) waits until the next look, and nothing is lost.
 */
public final class ShimLogs implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.shim.log");
  private static final long BUSY_MS = 50;
  private static final long IDLE_MS = 1000;
  private static final int MODE = 0700;

  /** The reading of one log. */
  public interface Following extends AutoCloseable {
    @Override
    void close();
  }

  private final Set<LogPipe> pipes = ConcurrentHashMap.newKeySet();
  private Thread thread;

  /**
   * Makes the FIFO if it is not there and reads it until the handle is closed. It stays readable
   * for the shim in between: a reader that holds a writing end sees no end.
   *
   * @param fields added to every line
   */
  public Following follow(Path fifo, Map<String, String> fields) {
    try {
      Fifo.create(fifo, MODE);
      LogPipe pipe =
          new LogPipe(Open.path(fifo, Open.O_RDWR | Open.O_NONBLOCK), line -> log(line, fields));
      pipes.add(pipe);
      ensureThread();
      return () -> drop(pipe);
    } catch (IOException e) {
      throw Fault.io("shim's log " + fifo, e);
    }
  }

  private void drop(LogPipe pipe) {
    pipes.remove(pipe);
    pipe.close();
  }

  private synchronized void ensureThread() {
    if (thread == null) {
      thread = new Thread(null, this::run, "felucca-shim-logs", 128 << 10);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16 << 10);
    long pause = BUSY_MS;
    while (!isOver()) {
      pause = look(buffer) ? BUSY_MS : Math.min(2 * pause, IDLE_MS);
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        pipes.forEach(LogPipe::close);
        pipes.clear();
      }
    }
  }

  private boolean look(ByteBuffer buffer) {
    boolean any = false;
    for (LogPipe pipe : pipes) {
      any |= pipe.drain(buffer);
      if (!pipe.isOpen()) {
        pipes.remove(pipe);
      }
    }
    return any;
  }

  private synchronized boolean isOver() {
    if (pipes.isEmpty()) {
      thread = null;
    }
    return thread == null;
  }

  private static void log(String line, Map<String, String> fields) {
    LogLine read = LogLine.read(line, fields);
    LOG.log(read.level(), read.text());
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
