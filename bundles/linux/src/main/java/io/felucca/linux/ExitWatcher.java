package io.felucca.linux;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One thread that waits for the end of all processes that anybody watches: epoll(7). */
final class ExitWatcher implements Runnable {
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLLIN = 1;
  private static final int BATCH = 16;

  /** struct epoll_event is packed on x86_64 only. */
  private static final int DATA_AT = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

  private static final int EVENT = DATA_AT + 8;

  private record Watch(PidFd process, Consumer<PidFd> action) {}

  /** Made with the first watch. */
  private static final class Shared {
    static final ExitWatcher WATCHER = start();
  }

  private final Fd epoll;
  private final Map<Integer, Watch> watches = new ConcurrentHashMap<>();

  private ExitWatcher(Fd epoll) {
    this.epoll = epoll;
  }

  private static ExitWatcher start() {
    try {
      long epoll = Libc.EPOLL_CREATE1.check("epoll", Open.O_CLOEXEC);
      ExitWatcher watcher = new ExitWatcher(new Fd(epoll, "epoll"));
      Thread thread = new Thread(null, watcher, "felucca-exits", 256 << 10);
      thread.setDaemon(true);
      thread.start();
      return watcher;
    } catch (LinuxException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * Calls the action once the process has ended, with a descriptor of the watch's own, so that it
   * outlives the caller's.
   */
  static void watch(PidFd process, Consumer<PidFd> action) throws LinuxException {
    Shared.WATCHER.add(new Watch(process.dup(), action));
  }

  private void add(Watch watch) throws LinuxException {
    int key = watch.process.fd().value();
    watches.put(key, watch);
    try {
      control(EPOLL_CTL_ADD, watch.process.fd());
    } catch (LinuxException e) {
      watches.remove(key);
      watch.process.close();
      throw e;
    }
  }

  private void control(int operation, Fd process) throws LinuxException {
    try (Frame f = new Frame()) {
      int fd = f.fd(process);
      long event = f.bytes(EVENT);
      Frame.putInt(event, EPOLLIN);
      Frame.putLong(event + DATA_AT, fd);
      Libc.EPOLL_CTL.check(process, f.fd(epoll), operation, fd, event);
    }
  }

  @Override
  public void run() {
    try (Frame f = new Frame()) {
      int fd = f.fd(epoll);
      long events = f.bytes(BATCH * EVENT);
      while (true) {
        long count = Libc.EPOLL_WAIT.check(epoll, fd, events, BATCH, -1);
        for (int i = 0; i < count; i++) {
          ended((int) Frame.getLong(events + i * EVENT + DATA_AT));
        }
      }
    } catch (LinuxException e) {
      throw new IllegalStateException("exits are not noticed any more", e);
    }
  }

  private void ended(int key) {
    Watch watch = watches.remove(key);
    try {
      control(EPOLL_CTL_DEL, watch.process.fd());
      watch.action.accept(watch.process);
    } catch (LinuxException | RuntimeException e) {
      System.getLogger(ExitWatcher.class.getName())
          .log(System.Logger.Level.ERROR, "after the end of " + watch.process, e);
    } finally {
      watch.process.close();
    }
  }
}
