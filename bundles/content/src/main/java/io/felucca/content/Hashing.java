package io.felucca.content;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hashes while somebody else writes the same bytes: large pieces on a helper thread, small ones (or
 * all of them while the helpers are busy) at once on the caller's.
 */
final class Hashing implements AutoCloseable {
  /** Below this a hand-over costs more than it gains. */
  private static final int LARGE = 128 << 10;

  private static final int IDLE_SECONDS = 5;

  private final ThreadPoolExecutor helpers =
      new ThreadPoolExecutor(
          0,
          Runtime.getRuntime().availableProcessors(),
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Hashing::thread);

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "content-hash");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Feeds {@code bytes}, of which neither position nor content may change before the task that is
   * returned has been joined.
   */
  Task feed(MessageDigest hash, ByteBuffer bytes) {
    ByteBuffer view = bytes.duplicate();
    if (view.remaining() < LARGE) {
      hash.update(view);
      return Task.DONE;
    }
    return onHelper(() -> hash.update(view));
  }

  private Task onHelper(Runnable work) {
    try {
      return new Task(CompletableFuture.runAsync(work, helpers));
    } catch (RejectedExecutionException busyOrClosed) {
      work.run();
      return Task.DONE;
    }
  }

  /** Threads end when they have nothing more to do. */
  @Override
  public void close() {
    helpers.shutdown();
  }

  /** A piece that is being hashed. */
  record Task(CompletableFuture<Void> done) {
    static final Task DONE = new Task(CompletableFuture.completedFuture(null));

    void join() {
      done.join();
    }
  }
}
