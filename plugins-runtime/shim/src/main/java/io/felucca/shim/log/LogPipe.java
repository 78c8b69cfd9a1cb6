package io.felucca.shim.log;

import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One FIFO, read without waiting, and the part of a line that has no end yet. */
final class LogPipe implements AutoCloseable {
  /** A line longer than this is cut. */
  private static final int LONGEST = 64 << 10;

  private final Fd fd;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LogPipe(Fd fd, Consumer<String> lines) {
    this.fd = fd;
    this.lines = lines;
  }

  /** Takes what is there; false where there was nothing. */
  synchronized boolean drain(ByteBuffer buffer) {
    boolean any = false;
    while (fd.isOpen() && read(buffer) > 0) {
      any = true;
      buffer.flip();
      while (buffer.hasRemaining()) {
        take(buffer.get());
      }
    }
    return any;
  }

  private int read(ByteBuffer buffer) {
    try {
      return fd.read(buffer.clear());
    } catch (LinuxException e) {
      if (!e.is(Errno.EAGAIN)) {
        fd.close(); // nothing can be read from it any more
      }
      return 0;
    }
  }

  private void take(byte b) {
    if (b != '\n') {
      line.write(b);
    }
    if (b == '\n' || line.size() == LONGEST) {
      emit();
    }
  }

  private void emit() {
    if (line.size() > 0) {
      lines.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }

  boolean isOpen() {
    return fd.isOpen();
  }

  /** Closes after a last look. */
  @Override
  public synchronized void close() {
    drain(ByteBuffer.allocate(4 << 10));
    emit();
    fd.close();
  }
}
