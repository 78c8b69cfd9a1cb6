package io.felucca.metadata.gc;

import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Dirt;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sweeps backends beside one another, one thread each while it lasts. One that hangs is waited for
 * once; from then on it is left alone until it comes back.
 */
final class Sweeps {
  private static final System.Logger LOG = System.getLogger(Sweeps.class.getName());

  private final Predicate<Backend> sweep;
  private final Duration patience;
  private final Map<Backend, Thread> running = new HashMap<>();

  /**
   * @param sweep sweeps one backend and tells whether it is clean now
   * @param patience how long {@link #run} waits at most
   */
  Sweeps(Predicate<Backend> sweep, Duration patience) {
    this.sweep = sweep;
    this.patience = patience;
  }

  /** Sweeps these; what does not come clean is noted in {@code dirt} again. */
  void run(Collection<Backend> backends, Dirt dirt) {
    List<Thread> started = backends.stream().map(backend -> start(backend, dirt)).toList();
    long until = System.nanoTime() + patience.toNanos();
    for (Thread thread : started) {
      await(thread, (until - System.nanoTime()) / 1_000_000);
    }
  }

  private synchronized Thread start(Backend backend, Dirt dirt) {
    Thread earlier = running.get(backend);
    if (earlier != null) {
      dirt.add(Set.of(backend));
      return Thread.currentThread();
    }
    String name = backend.isContent() ? "content" : backend.id();
    Thread thread = new Thread(() -> sweep(backend, dirt), "sweep-" + name);
    thread.setDaemon(true);
    running.put(backend, thread);
    thread.start();
    return thread;
  }

  private void sweep(Backend backend, Dirt dirt) {
    boolean clean = false;
    try {
      clean = sweep.test(backend);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          () -> "garbage stays for now backend=" + backend + " error=" + e.getMessage());
    } finally {
      if (!clean) {
        dirt.add(Set.of(backend));
      }
      end(backend);
    }
  }

  private synchronized void end(Backend backend) {
    running.remove(backend);
  }

  private static void await(Thread thread, long millis) {
    if (thread == Thread.currentThread()) {
      return;
    }
    try {
      thread.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
