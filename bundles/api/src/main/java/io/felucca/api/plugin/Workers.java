package io.felucca.api.plugin;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads of a plugin's instance, which end when there is nothing to do. */
public final class Workers {
  private static final int IDLE_SECONDS = 5;
  private static final int STACK = 256 << 10;

  private Workers() {}

  /**
   * Makes daemon threads with 256 KiB of stack, none before there is work. After its shutdown work
   * is refused with a {@link java.util.concurrent.RejectedExecutionException}.
   *
   * @param name of the threads, in front of their number
   * @param most so many at once; what is more waits
   */
  public static ThreadPoolExecutor few(String name, int most) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> thread(name + "-" + count.incrementAndGet(), work));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  /**
   * As {@link #few}, but what comes after the shutdown is dropped without a word: for work that the
   * next instance sees to.
   */
  public static ThreadPoolExecutor fewUntilClosed(String name, int most) {
    ThreadPoolExecutor workers = few(name, most);
    workers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return workers;
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, STACK);
    thread.setDaemon(true);
    return thread;
  }
}
