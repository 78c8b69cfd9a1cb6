package io.felucca.metadata.gc;

import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Dirt;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sweeps backends beside one another, one thread each while it lasts. One that hangs is waited for
 * once; from then on it is left alone until it comes back.
 */
final class Sweeps {
  private static final System.Logger LOG = System.getLogger(Sweeps.class.getName());

  private final Predicate<Backend> sweep;
  private final Duration patience;
  private final Supplier<Set<String>> shared;

  /**
   * @param sweep sweeps one backend and tells whether it is clean now
   * @param patience how long {@link #run} waits at most
   * @param running the names of those that are being swept, guarded by its monitor
   */
  Sweeps(Predicate<Backend> sweep, Duration patience, Supplier<Set<String>> running) {
    this.sweep = sweep;
    this.patience = patience;
    this.shared = running;
  }

  /** Sweeps these, and notes in {@code dirt} how it went. */
  void run(Collection<Backend> backends, Dirt dirt) {
    Set<String> running = shared.get();
    List<Thread> started =
        backends.stream()
            .map(backend -> start(backend, dirt, running))
            .flatMap(Optional::stream)
            .toList();
    long until = System.nanoTime() + patience.toNanos();
    for (Thread thread : started) {
      await(thread, (until - System.nanoTime()) / 1_000_000);
    }
  }

  /** Empty where the sweep before has not come back; when it does, there is more to be swept. */
  private Optional<Thread> start(Backend backend, Dirt dirt, Set<String> running) {
    synchronized (running) {
      if (!running.add(backend.toString())) {
        dirt.add(Set.of(backend));
        return Optional.empty();
      }
    }
    String name = backend.isContent() ? "content" : backend.id();
    Thread thread = new Thread(() -> sweep(backend, dirt, running), "sweep-" + name);
    thread.setDaemon(true);
    thread.start();
    return Optional.of(thread);
  }

  private void sweep(Backend backend, Dirt dirt, Set<String> running) {
    boolean clean = false;
    try {
      clean = sweep.test(backend);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          Level.WARNING,
          () -> "garbage stays for now backend=" + backend + " error=" + e.getMessage());
    } finally {
      dirt.swept(backend, clean);
      synchronized (running) {
        running.remove(backend.toString());
      }
    }
  }

  private static void await(Thread thread, long millis) {
    try {
      thread.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
