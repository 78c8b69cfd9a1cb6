package io.felucca.client.call;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Daemon threads that come as needed and go soon: whatever a listener does may block. */
public final class Threads {
  private static final int IDLE_SECONDS = 5;

  private Threads() {}

  /** A pool without an upper limit; idle threads end by themselves. */
  public static ExecutorService pool() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> named(work, "felucca-client"));
  }

  /** A daemon thread that has been started. */
  public static Thread start(Runnable work, String name) {
    Thread thread = named(work, name);
    thread.start();
    return thread;
  }

  private static Thread named(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
