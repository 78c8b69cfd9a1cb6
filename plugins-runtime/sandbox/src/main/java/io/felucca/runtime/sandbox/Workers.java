package io.felucca.runtime.sandbox;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The two threads that note the ends of pods; they end when there is nothing to do. */
final class Workers {
  private static final int MOST = 2;
  private static final int IDLE_SECONDS = 5;

  private Workers() {}

  static ExecutorService make() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "felucca-pods");
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
    // an end that comes while the instance goes is noted by the next one
    workers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return workers;
  }
}
