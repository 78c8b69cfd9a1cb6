package io.felucca.linux;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One thread that waits for the end of all processes that anybody watches: epoll(7). */
final class ExitWatcher implements Runnable {
  private record Watch(PidFd process, Consumer<PidFd> action) {}

  /** Made with the first watch. */
  private static final class Shared {
    static final ExitWatcher WATCHER = start();
  }

  private final Epoll epoll;
  private final Map<Long, Watch> watches = new ConcurrentHashMap<>();

  /** Unlike a descriptor's number never used twice, so an event is never taken for another's. */
  private final AtomicLong keys = new AtomicLong();

  private ExitWatcher(Epoll epoll) {
    this.epoll = epoll;
  }

  private static ExitWatcher start() {
    try {
      ExitWatcher watcher = new ExitWatcher(Epoll.open());
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
   *
   * @return what ends the watch; the action may be under way then
   */
  static AutoCloseable watch(PidFd process, Consumer<PidFd> action) throws LinuxException {
    ExitWatcher watcher = Shared.WATCHER;
    long key = watcher.keys.incrementAndGet();
    watcher.add(key, new Watch(process.dup(), action));
    return () -> watcher.cancel(key);
  }

  private void add(long key, Watch watch) throws LinuxException {
    watches.put(key, watch);
    try {
      epoll.add(watch.process.fd(), key);
    } catch (LinuxException e) {
      watches.remove(key);
      watch.process.close();
      throw e;
    }
  }

  private void cancel(long key) throws LinuxException {
    Watch watch = watches.remove(key);
    if (watch != null) {
      remove(watch);
    }
  }

  private void remove(Watch watch) throws LinuxException {
    try {
      epoll.remove(watch.process.fd());
    } finally {
      watch.process.close();
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        epoll.await().forEach(this::ended);
      }
    } catch (LinuxException e) {
      throw new IllegalStateException("exits are not noticed any more", e);
    }
  }

  /** An event may come after its watch was cancelled. */
  private void ended(long key) {
    Watch watch = watches.remove(key);
    if (watch == null) {
      return;
    }
    try {
      act(watch);
    } catch (LinuxException | RuntimeException | Error e) { // others wait in this thread too
      System.getLogger(ExitWatcher.class.getName())
          .log(System.Logger.Level.ERROR, "after the end of " + watch.process, e);
    }
  }

  private void act(Watch watch) throws LinuxException {
    try {
      watch.action.accept(watch.process);
    } finally {
      remove(watch);
    }
  }
}
