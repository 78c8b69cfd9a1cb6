package io.felucca.runtime.oci;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads, which end when there is nothing to do. */
final class Workers {
  private static final int MOST = 4;
  private static final int IDLE_SECONDS = 5;
  private static final int STACK = 256 << 10;

  private Workers() {}

  static ThreadPoolExecutor make(String prefix) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              String name = prefix + "-" + count.incrementAndGet();
              Thread thread = new Thread(null, work, name, STACK);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // closed: the next instance does it
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }
}
