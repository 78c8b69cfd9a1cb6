package io.felucca.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of descriptors that one thread waits for: epoll(7).
 *
 * <p>Descriptors are told by keys of the caller's; each must be removed before it is closed. Adding
 * and removing is open to all threads while one waits.
 */
public final class Epoll implements AutoCloseable {
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLLIN = 1;
  private static final int BATCH = 16;

  /** struct epoll_event is packed on x86_64 only. */
  private static final int DATA_AT = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

  private static final int EVENT = DATA_AT + 8;

  private final Fd fd;

  private Epoll(Fd fd) {
    this.fd = fd;
  }

  /** An empty set. */
  public static Epoll open() throws LinuxException {
    return new Epoll(new Fd(Libc.EPOLL_CREATE1.check("epoll", Open.O_CLOEXEC), "epoll"));
  }

  /** Waits for it too, from now on: until there is something to read. */
  public void add(Fd member, long key) throws LinuxException {
    control(EPOLL_CTL_ADD, member, key);
  }

  /** Waits for it no longer. */
  public void remove(Fd member) throws LinuxException {
    control(EPOLL_CTL_DEL, member, 0);
  }

  private void control(int operation, Fd member, long key) throws LinuxException {
    try (Frame f = new Frame()) {
      int number = f.fd(member);
      long event = f.bytes(EVENT);
      Frame.putInt(event, EPOLLIN);
      Frame.putLong(event + DATA_AT, key);
      Libc.EPOLL_CTL.check(member, f.fd(fd), operation, number, event);
    }
  }

  /** Waits until there is something to read from some, as long as it takes; their keys. */
  public List<Long> await() throws LinuxException {
    try (Frame f = new Frame()) {
      long events = f.bytes(BATCH * EVENT);
      long count = Libc.EPOLL_WAIT.check(fd, f.fd(fd), events, BATCH, -1);
      List<Long> ready = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ready.add(Frame.getLong(events + (long) i * EVENT + DATA_AT));
      }
      return ready;
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
