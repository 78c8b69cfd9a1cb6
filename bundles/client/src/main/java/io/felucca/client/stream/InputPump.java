package io.felucca.client.stream;

import io.felucca.client.call.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Copies from a stream to a FIFO that a process reads, on a thread of its own. */
final class InputPump {
  private static final Logger LOG = System.getLogger("io.felucca.client");
  private static final int BUFFER = 64 << 10;
  private static final int PATIENCE_SECONDS = 2;

  private final InputStream from;
  private final boolean closing;
  private final Path path;
  private final Runnable atEnd;
  private final CompletableFuture<FileChannel> opened = new CompletableFuture<>();
  private volatile boolean stopped;

  private InputPump(InputStream from, boolean closing, Path path, Runnable atEnd) {
    this.from = from;
    this.closing = closing;
    this.path = path;
    this.atEnd = atEnd;
  }

  /**
   * Starts to copy as soon as the process' side opens.
   *
   * @param closing whether the stream is closed when the process reads no more
   * @param atEnd what is to be done when the stream has ended and all of it is written
   */
  static InputPump start(InputStream from, boolean closing, Path path, Runnable atEnd) {
    InputPump pump = new InputPump(from, closing, path, atEnd);
    Threads.start(pump::run, "felucca-io-" + path.getFileName());
    return pump;
  }

  private void run() {
    try (FileChannel fifo = open()) {
      copy(fifo);
    } catch (IOException e) {
      // the process reads no more, or this was stopped
      LOG.log(Level.DEBUG, "input ended path=" + path, e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "input failed, which is its end path=" + path, e);
    }
    closeSource();
    if (!stopped) {
      atEnd.run();
    }
  }

  private FileChannel open() throws IOException {
    try {
      FileChannel fifo = FileChannel.open(path, StandardOpenOption.WRITE);
      opened.complete(fifo);
      return fifo;
    } catch (IOException e) {
      opened.completeExceptionally(e);
      throw e;
    }
  }

  private void copy(FileChannel fifo) throws IOException {
    byte[] bytes = new byte[BUFFER];
    int n = stopped ? -1 : from.read(bytes);
    while (n >= 0 && !stopped) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, 0, n);
      while (rest.hasRemaining()) {
        fifo.write(rest);
      }
      n = from.read(bytes);
    }
  }

  /** Stops; a thread that still waits for the process' side is let go by opening that side. */
  void stop() {
    stopped = true;
    closeSource();
    try {
      if (opened.isDone()) {
        opened.join().close();
        return;
      }
      try (FileChannel both =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        opened.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().close();
      }
    } catch (IOException | CompletionException gone) {
      LOG.log(Level.DEBUG, "input could not be stopped path=" + path, gone);
    }
  }

  /** Whoever writes into a pipe that nobody reads any more is to be told. */
  private void closeSource() {
    try {
      if (closing) {
        from.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "input could not be closed path=" + path, e);
    }
  }
}
