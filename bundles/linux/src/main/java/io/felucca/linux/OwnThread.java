package io.felucca.linux;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Work in a thread that dies after it, because it changes what belongs to the thread: namespaces,
 * working directory. unshare(2), setns(2).
 */
final class OwnThread {
  private static final int STACK = 256 << 10;

  private OwnThread() {}

  /** Runs the work, waits for it, and gives its result or throws what it threw. */
  static <T> T call(String name, Callable<T> work) throws Exception {
    Task<T> task = new Task<>(work);
    Thread thread = new Thread(null, task, name, STACK);
    thread.setDaemon(true);
    thread.start();
    join(thread);
    return task.outcome();
  }

  /** The same for work that fails only with an IOException. */
  static <T> T io(String name, Callable<T> work) throws IOException {
    try {
      return call(name, work);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  /** To the end: work that changes mounts cannot be left half done. An interrupt is passed on. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Task<T> implements Runnable {
    private final Callable<T> work;
    private T result;
    private Throwable failure;

    Task(Callable<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        result = work.call();
      } catch (Throwable e) {
        failure = e;
      }
    }

    T outcome() throws Exception {
      if (failure instanceof Error e) {
        throw e;
      }
      if (failure instanceof Exception e) {
        throw e;
      }
      return result;
    }
  }
}
