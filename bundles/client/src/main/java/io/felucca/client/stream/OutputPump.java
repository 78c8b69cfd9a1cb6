package io.felucca.client.stream;

import io.felucca.api.Fault;
import io.felucca.client.call.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/** Copies what a process writes, from a FIFO to a stream, on a thread of its own. */
final class OutputPump {
  private static final int BUFFER = 64 << 10;

  private final FileChannel holder;
  private final FileChannel fifo;
  private final OutputStream to;
  private final boolean closing;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile boolean detached;

  private OutputPump(FileChannel holder, FileChannel fifo, OutputStream to, boolean closing) {
    this.holder = holder;
    this.fifo = fifo;
    this.to = to;
    this.closing = closing;
  }

  /**
   * Opens the FIFO and starts to copy.
   *
   * @param closing whether the stream is closed at the end; else it is flushed
   */
  static OutputPump start(Path path, OutputStream to, boolean closing) {
    try {
      FileChannel holder =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      OutputPump pump = new OutputPump(holder, reader(path, holder), to, closing);
      Threads.start(pump::run, "felucca-io-" + path.getFileName());
      return pump;
    } catch (IOException e) {
      throw Fault.io("cannot open " + path, e);
    }
  }

  private static FileChannel reader(Path path, FileChannel holder) throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      holder.close();
      throw e;
    }
  }

  /** The process' side is open: from now on, its closing is the end. */
  void release() {
    close(holder);
  }

  /** Completes when all has been copied; fails where the stream failed. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Stops; what has been read until now is still written. */
  void detach() {
    detached = true;
    release();
    close(fifo);
  }

  private void run() {
    IOException failure = null;
    try (fifo) {
      failure = copy();
    } catch (IOException e) {
      failure = e;
    }
    try {
      finish();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
    if (failure == null || detached) {
      done.complete(null);
    } else {
      done.completeExceptionally(Fault.io("output of a process is lost", failure));
    }
  }

  /** A stream that takes no more does not stop the process: the rest is thrown away. */
  private IOException copy() throws IOException {
    byte[] bytes = new byte[BUFFER];
    IOException failure = null;
    for (int n = fifo.read(ByteBuffer.wrap(bytes)); n >= 0; n = fifo.read(ByteBuffer.wrap(bytes))) {
      if (failure == null) {
        failure = write(bytes, n);
      }
    }
    return failure;
  }

  private IOException write(byte[] bytes, int n) {
    try {
      to.write(bytes, 0, n);
      to.flush();
      return null;
    } catch (IOException e) {
      return e;
    } catch (RuntimeException e) {
      // a stream of the caller's that is broken: the process and who waits for it know nothing of
      // it
      return new IOException(e.toString(), e);
    }
  }

  private void finish() throws IOException {
    if (closing) {
      to.close();
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw Fault.io("cannot close a FIFO", e);
    }
  }
}
