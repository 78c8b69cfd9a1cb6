package io.felucca.server;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that calls run on: as many as calls run just now. A call that waits for a container
 * or an event holds none.
 */
final class CallThreads {
  private static final long STACK_BYTES = 512 << 10;
  private static final int IDLE_SECONDS = 10;
  private static final int LOOK_EVERY_MS = 5;

  private CallThreads() {}

  static ThreadPoolExecutor named(String prefix) {
    return named(prefix, () -> {});
  }

  /**
   * @param onRest run when there has been no call for a while, after one or more
   */
  static ThreadPoolExecutor named(String prefix, Runnable onRest) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());
    threads.setThreadFactory(
        work -> {
          Runnable life =
              () -> {
                work.run();
                if (threads.getPoolSize() == 0 && !threads.isShutdown()) {
                  onRest.run();
                }
              };
          Thread thread =
              new Thread(null, life, prefix + "-" + count.incrementAndGet(), STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        });
    return threads;
  }

  /** Waits until no call runs, at most for {@code patience}. */
  static void awaitIdle(ThreadPoolExecutor threads, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (threads.getActiveCount() > 0 && System.nanoTime() < end) {
        Thread.sleep(LOOK_EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
