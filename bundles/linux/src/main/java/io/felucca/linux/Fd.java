package io.felucca.linux;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor, owned: whoever holds it closes it.
 *
 * <p>A descriptor is always close-on-exec. Closing is idempotent. A call on a closed one throws
 * {@link LinuxException} with {@code EBADF}; a close during a call takes effect when that call
 * returns, so a number is never reused under a call. Safe for use by several threads.
 */
public final class Fd implements AutoCloseable {
  /** The working directory, where a call takes a directory: AT_FDCWD. Absolute names ignore it. */
  public static final Fd CWD = new Fd(-100, "");

  private static final int CLOSED = 1 << 30;
  private static final int GONE = 1 << 29;

  private final int value;
  private final String name;

  /** How many calls use the number now; CLOSED: no more may; GONE: the number is given back. */
  private final AtomicInteger state = new AtomicInteger();

  Fd(long value, Object name) {
    this.value = (int) value;
    this.name = name.toString();
  }

  /**
   * Takes over a descriptor that somebody else opened, such as one that was inherited.
   *
   * @param name what error messages call it
   */
  public static Fd adopt(int value, String name) {
    return new Fd(value, name);
  }

  /** The number, for as long as this is open. */
  public int value() throws LinuxException {
    if (!isOpen()) {
      throw closed();
    }
    return value;
  }

  /** Whether it is still open. */
  public boolean isOpen() {
    return (state.get() & CLOSED) == 0;
  }

  /** The path under {@code /proc/self/fd} by which other calls reach the same open file. */
  public String procPath() throws LinuxException {
    return "/proc/self/fd/" + value();
  }

  /** A second descriptor for the same open file description: F_DUPFD_CLOEXEC of fcntl(2). */
  public Fd dup() throws LinuxException {
    return dupAbove(3);
  }

  /** Lets calls wait again on one that was opened with O_NONBLOCK: F_SETFL of fcntl(2). */
  public void makeBlocking() throws LinuxException {
    final int getfl = 3;
    final int setfl = 4;
    try (Frame f = new Frame()) {
      int number = f.fd(this);
      long flags = Libc.FCNTL.check(this, number, getfl, 0);
      Libc.FCNTL.check(this, number, setfl, flags & ~Open.O_NONBLOCK);
    }
  }

  /** A duplicate whose number is at least the given one. */
  Fd dupAbove(int lowest) throws LinuxException {
    final int dupfdCloexec = 1030;
    try (Frame f = new Frame()) {
      return new Fd(Libc.FCNTL.check(this, f.fd(this), dupfdCloexec, lowest), name);
    }
  }

  /**
   * Reads into the buffer's remaining space: read(2). Direct buffers are read into in place.
   *
   * @return the number of bytes, -1 at the end of the file
   */
  public int read(ByteBuffer into) throws LinuxException {
    return Transfer.READ.run(this, into, 0);
  }

  /** Reads at a position, which moves nothing but the buffer: pread(2). */
  public int read(ByteBuffer into, long position) throws LinuxException {
    return Transfer.PREAD.run(this, into, position);
  }

  /** Writes some of the buffer's remaining bytes: write(2). */
  public int write(ByteBuffer from) throws LinuxException {
    return Transfer.WRITE.run(this, from, 0);
  }

  /** Writes some of the buffer at a position: pwrite(2). */
  public int write(ByteBuffer from, long position) throws LinuxException {
    return Transfer.PWRITE.run(this, from, position);
  }

  /** Writes all of the buffer. The file must be a blocking one. */
  public void writeFully(ByteBuffer from) throws LinuxException {
    while (from.hasRemaining()) {
      write(from);
    }
  }

  /** Writes all of the buffer at a position. */
  public void writeFully(ByteBuffer from, long position) throws LinuxException {
    long at = position;
    while (from.hasRemaining()) {
      at += write(from, at);
    }
  }

  /** Makes data and attributes durable: fsync(2). */
  public void sync() throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.FSYNC.check(this, f.fd(this));
    }
  }

  /** Makes the data durable, and of the attributes what it takes to read it: fdatasync(2). */
  public void syncData() throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.FDATASYNC.check(this, f.fd(this));
    }
  }

  /** Makes the whole file system durable that the file is on: syncfs(2). */
  public void syncFileSystem() throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.SYNCFS.check(this, f.fd(this));
    }
  }

  /**
   * Closes. close(2) itself can report a delayed write error on network file systems; who must know
   * calls {@link #sync} before.
   */
  @Override
  public void close() {
    if (this == CWD) {
      return;
    }
    int before;
    do {
      before = state.get();
    } while ((before & CLOSED) == 0 && !state.compareAndSet(before, before | CLOSED));
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (state.compareAndSet(CLOSED, CLOSED | GONE)) {
      Libc.CLOSE.call(value);
    }
  }

  /** Keeps the number from being closed until {@link #unpin}. */
  int pin() throws LinuxException {
    if (this == CWD) {
      return value;
    }
    if ((state.incrementAndGet() & CLOSED) != 0) {
      unpin();
      throw closed();
    }
    return value;
  }

  void unpin() {
    if (this == CWD) {
      return;
    }
    state.decrementAndGet();
    closeIfUnused();
  }

  private LinuxException closed() {
    return new LinuxException("use of a closed descriptor", this, Errno.EBADF);
  }

  /** What it was opened as, for messages. */
  @Override
  public String toString() {
    return name.isEmpty() ? "fd " + value : name;
  }
}
