package io.felucca.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * A pipe, FIFO, terminal or other descriptor that can be polled, as a channel.
 *
 * <p>Reads and writes block the caller, and closing the channel or interrupting the thread wakes
 * it, as {@link java.nio.channels.InterruptibleChannel} says. One thread may read while another
 * writes.
 */
public final class FdChannel extends AbstractInterruptibleChannel implements ByteChannel {
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;

  private final Fd fd;
  private final EventFd closing;

  private FdChannel(Fd fd, EventFd closing) {
    this.fd = fd;
    this.closing = closing;
  }

  /**
   * Takes over a descriptor, which is closed with the channel. Its open file description becomes
   * non-blocking, for whoever shares it too.
   */
  public static FdChannel over(Fd fd) throws LinuxException {
    try (Frame f = new Frame()) {
      int number = f.fd(fd);
      long flags = Libc.FCNTL.check(fd, number, F_GETFL, 0);
      Libc.FCNTL.check(fd, number, F_SETFL, flags | Open.O_NONBLOCK);
    }
    return new FdChannel(fd, EventFd.open());
  }

  /**
   * Waits for bytes. The end of file is -1: all writers have closed, or the terminal was hung up. A
   * FIFO that no writer has opened yet is not at its end.
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = 0;
    boolean done = false;
    try {
      begin();
      while (!done) {
        requireOpen();
        count = tryRead(into);
        done = count != 0 || !into.hasRemaining();
      }
      return count;
    } finally {
      end(done);
    }
  }

  /** What read(2) gives; 0 when it is worth another try. */
  private int tryRead(ByteBuffer into) throws LinuxException {
    try {
      int count = fd.read(into);
      return count == -1 && !hungUp() ? await(Poll.IN) : count;
    } catch (LinuxException e) {
      if (e.is(Errno.EAGAIN)) {
        return await(Poll.IN);
      }
      // what the master of a pseudoterminal gives when the last user of the other side has gone
      if (e.is(Errno.EIO)) {
        return -1;
      }
      throw e;
    }
  }

  /** fifo(7), poll(2): no hangup before the first writer has come and gone. */
  private boolean hungUp() throws LinuxException {
    return Poll.await(fd, Poll.IN, null, 0) != 0;
  }

  /** Writes all that is in the buffer. */
  @Override
  public int write(ByteBuffer from) throws IOException {
    int size = from.remaining();
    boolean done = false;
    try {
      begin();
      while (from.hasRemaining()) {
        requireOpen();
        tryWrite(from);
      }
      done = true;
      return size;
    } finally {
      end(done);
    }
  }

  private void tryWrite(ByteBuffer from) throws LinuxException {
    try {
      fd.write(from);
    } catch (LinuxException e) {
      if (!e.is(Errno.EAGAIN)) {
        throw e;
      }
      await(Poll.OUT);
    }
  }

  private int await(int events) throws LinuxException {
    Poll.await(fd, events, closing.fd(), -1);
    return 0;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  /** The same as a stream. */
  public InputStream input() {
    return Channels.newInputStream(this);
  }

  /** The same as a stream. */
  public OutputStream output() {
    return Channels.newOutputStream(this);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    closing.signal();
    fd.close();
    closing.close();
  }
}
