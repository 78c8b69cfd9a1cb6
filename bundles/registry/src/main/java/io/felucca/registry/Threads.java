package io.felucca.registry;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The registry's threads, which go when there is nothing to do. */
final class Threads implements AutoCloseable {
  private static final int IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor workers = pool("felucca-plugins-", 2);
  private final ScheduledThreadPoolExecutor changes = pool("felucca-changes-", 1);

  /** Where plugins come up and go: as many at a time as there are cores on a small machine. */
  Executor workers() {
    return workers;
  }

  /** Where changes are made, one after the other. */
  ScheduledThreadPoolExecutor changes() {
    return changes;
  }

  private static ScheduledThreadPoolExecutor pool(String name, int size) {
    AtomicInteger count = new AtomicInteger();
    ScheduledThreadPoolExecutor pool =
        new ScheduledThreadPoolExecutor(
            size,
            task -> {
              Thread thread = new Thread(task, name + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    pool.allowCoreThreadTimeOut(true);
    pool.setRemoveOnCancelPolicy(true);
    // while the daemon stops there is nothing to be done later
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return pool;
  }

  /** Makes no changes any more; the workers are still needed to take things down. */
  @Override
  public void close() {
    changes.shutdownNow();
  }
}
