package io.felucca.monitor;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does work later. What waits has no thread, what is done has one of its own, so that whatever
 * takes long holds nothing else up.
 */
public final class Timers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");
  private static final int IDLE_SECONDS = 5;
  private static final long STOP_SECONDS = 5;
  private static final long STACK = 256 << 10;

  private final String name;
  private final ThreadPoolExecutor workers;
  private final AtomicInteger number = new AtomicInteger();
  private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param name of the threads
   */
  public Timers(String name) {
    this.name = name;
    this.workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            this::thread,
            new ThreadPoolExecutor.DiscardPolicy());
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, name + "-" + number.incrementAndGet(), STACK);
    thread.setDaemon(true);
    return thread;
  }

  /** For steps that follow on something else. */
  public Executor workers() {
    return workers;
  }

  public boolean isClosed() {
    return closed;
  }

  public void now(Runnable work) {
    workers.execute(() -> run(work));
  }

  /**
   * Does the work after a while, unless this is closed before.
   *
   * @return cancels it
   */
  public Runnable after(Duration delay, Runnable work) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    waiting.add(timer);
    timer.whenComplete((done, cancelled) -> waiting.remove(timer));
    timer.thenRunAsync(() -> run(work), workers);
    timer.completeOnTimeout(null, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    if (closed) {
      timer.cancel(false);
    }
    return () -> timer.cancel(false);
  }

  private void run(Runnable work) {
    try {
      if (!closed) {
        work.run();
      }
    } catch (RuntimeException e) {
      LOG.log(closed ? Level.DEBUG : Level.ERROR, "monitoring", e);
    }
  }

  /** Lets what is being done come to its end, for a few seconds. */
  @Override
  public void close() {
    closed = true;
    waiting.forEach(timer -> timer.cancel(false));
    workers.shutdown();
    try {
      if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "monitoring goes on although it is to stop threads=" + name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
