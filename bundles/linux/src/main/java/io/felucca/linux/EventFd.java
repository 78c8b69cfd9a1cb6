package io.felucca.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A counter that wakes whoever polls it: eventfd(2). */
public final class EventFd implements AutoCloseable {
  private static final int EFD_CLOEXEC = Open.O_CLOEXEC;
  private static final int EFD_NONBLOCK = Open.O_NONBLOCK;

  private final Fd fd;

  private EventFd(Fd fd) {
    this.fd = fd;
  }

  /** A new one, at 0 and non-blocking. */
  public static EventFd open() throws LinuxException {
    return new EventFd(
        new Fd(Libc.EVENTFD.check("eventfd", 0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"));
  }

  /** Adds 1. */
  public void signal() throws LinuxException {
    ByteBuffer one = number();
    one.putLong(0, 1);
    fd.write(one);
  }

  /** Takes what was added since the last time; 0 if nothing was. */
  public long take() throws LinuxException {
    ByteBuffer number = number();
    try {
      fd.read(number);
    } catch (LinuxException e) {
      if (!e.is(Errno.EAGAIN)) {
        throw e;
      }
    }
    return number.getLong(0);
  }

  private static ByteBuffer number() {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
  }

  /** The descriptor, for other calls that take an eventfd. */
  public Fd fd() {
    return fd;
  }

  @Override
  public void close() {
    fd.close();
  }
}
