package io.felucca.gc;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.gc.GarbageCollector;
import io.felucca.api.gc.GcBacklog;
import io.felucca.api.gc.GcStats;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs collections, on a thread of its own, when the plan or something that expires says so. While
 * there is no reason for one the thread sleeps.
 */
final class Scheduler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());
  private static final Duration LONGEST_WAIT = Duration.ofDays(365);
  private static final long STOP_MILLIS = 5_000;
  private static final long MILLISECOND = 1_000_000;

  /** What expires does so by the clock on the wall, which may be set. */
  private static final long LOOK_AGAIN = Duration.ofMinutes(1).toNanos();

  private final GarbageCollector collector;
  private final Plan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Thread thread = new Thread(this::run, "gc");
  private List<CompletableFuture<GcStats>> waiters = new ArrayList<>();
  private long wakeAt;
  private boolean closed;

  Scheduler(GarbageCollector collector, Settings settings) {
    this.collector = collector;
    this.plan = new Plan(settings, System.nanoTime());
  }

  void start() {
    plan.resume(backlog(), System.nanoTime());
    thread.setDaemon(true);
    thread.start();
  }

  /** What the scheduler before this one has left. */
  private GcBacklog backlog() {
    try {
      return collector.backlog();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "not known what there is to collect", e);
      return GcBacklog.NONE;
    }
  }

  /** Called by whoever changed something, on its thread: no more than a look at the plan. */
  void changed(boolean deleted) {
    lock.lock();
    try {
      plan.mutated(deleted, System.nanoTime());
      if (nextDue() < wakeAt - MILLISECOND) {
        change.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  GcStats await(Scope scope) {
    CompletableFuture<GcStats> waiter = ask();
    try {
      return waiter.get(scope.remaining(LONGEST_WAIT).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw (Fault) e.getCause();
    } catch (TimeoutException e) {
      throw new Fault(Fault.Kind.DEADLINE_EXCEEDED, "waiting for garbage collection", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while waiting for garbage collection", e);
    }
  }

  private CompletableFuture<GcStats> ask() {
    CompletableFuture<GcStats> waiter = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        throw stopped();
      }
      waiters.add(waiter);
      plan.asked(System.nanoTime());
      change.signal();
    } finally {
      lock.unlock();
    }
    return waiter;
  }

  private static Fault stopped() {
    return Fault.unavailable("garbage collection is being stopped");
  }

  private void run() {
    lock.lock();
    try {
      while (awaitDue()) {
        collect();
      }
    } finally {
      waiters.forEach(waiter -> waiter.completeExceptionally(stopped()));
      lock.unlock();
    }
  }

  /** False where it is time to stop. */
  private boolean awaitDue() {
    while (!closed) {
      wakeAt = nextDue();
      long left = wakeAt - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      sleep(wakeAt == Plan.NEVER ? left : Math.min(left, LOOK_AGAIN));
    }
    return false;
  }

  private void sleep(long nanos) {
    try {
      long unused = change.awaitNanos(nanos);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /**
   * The plan's moment, or that when something expires, if that is earlier. The first collection is
   * not hurried: the daemon is just starting.
   */
  private long nextDue() {
    long due = plan.due();
    if (plan.awaitsFirst()) {
      return due;
    }
    try {
      return collector
          .nextExpiry()
          .map(moment -> Math.min(due, plan.atWindow(nanoTimeOf(moment))))
          .orElse(due);
    } catch (RuntimeException e) {
      // the store cannot be read just now, on a full disk for instance
      LOG.log(Level.DEBUG, "next expiry not known", e);
      return Math.min(due, System.nanoTime() + LOOK_AGAIN);
    }
  }

  /** A millisecond later: what expires now has not expired before. */
  private static long nanoTimeOf(Instant moment) {
    Duration left = Duration.between(Instant.now(), moment);
    long nanos = left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT.toNanos() : left.toNanos();
    return System.nanoTime() + nanos + MILLISECOND;
  }

  /** One collection, without the lock meanwhile; for those who wait at its beginning. */
  private void collect() {
    List<CompletableFuture<GcStats>> served = waiters;
    waiters = new ArrayList<>();
    plan.begins();
    lock.unlock();
    GcStats stats = null;
    try {
      stats = collector.collect();
      LOG.log(Level.TRACE, "garbage collected d={0}", stats.total());
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "garbage collection failed", e);
    } finally {
      lock.lock();
    }
    note(stats);
    for (CompletableFuture<GcStats> waiter : served) {
      answer(waiter, stats);
    }
  }

  private void note(GcStats stats) {
    if (stats == null) {
      plan.failed(System.nanoTime());
    } else {
      plan.ended(stats.locked(), System.nanoTime());
    }
  }

  private static void answer(CompletableFuture<GcStats> waiter, GcStats stats) {
    if (stats == null) {
      waiter.completeExceptionally(Fault.of(Fault.Kind.UNKNOWN, "gc failed"));
    } else {
      waiter.complete(stats);
    }
  }

  /** Lets a running collection end, for a few seconds; whoever still waits is told. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      change.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
