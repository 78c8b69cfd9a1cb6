package io.felucca.runtime.serve;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that answer calls: one for each that is under way, for those that wait block. */
final class Calls {
  private static final int SECONDS = 5;

  private Calls() {}

  static ExecutorService executor() {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Calls::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "felucca-shim-call");
    thread.setDaemon(true);
    return thread;
  }
}
