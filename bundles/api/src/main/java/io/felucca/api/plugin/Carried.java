package io.felucca.api.plugin;

import io.felucca.api.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One answer that may take long and outlives the plugin instances that are asked for it.
 *
 * <p>An instance that is about to go says so, and the next one is asked while the old answer still
 * counts, so that none comes between the two. An instance that is gone has failed as unavailable,
 * and the next one is asked a little later.
 */
public final class Carried<T> {
  /** So often in a row, with less than a minute in between. */
  private static final int ATTEMPTS = 20;

  private static final long ROW = TimeUnit.MINUTES.toNanos(1);
  private static final int PAUSE_MS = 100;
  private static final int THREADS = 8;

  /** How long an old answer counts beside a newer one: more than the newer one needs to arrive. */
  private static final int GRACE_MS = 20;

  private static final int IDLE_SECONDS = 5;

  /** Asking can block while no instance serves, so never on the thread that reports. */
  private static final Executor ASKERS = askers();

  private final Function<Runnable, CompletableFuture<T>> question;
  private final int graceMillis;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final List<CompletableFuture<T>> pending = new ArrayList<>();
  private Throwable refusal;
  private boolean asking;
  private boolean movedMeanwhile;
  private int turn;
  private int failures;
  private long lastFailure = System.nanoTime();

  /**
   * @param question asks the instance that serves now; what it is given is run when that instance
   *     is about to go
   */
  public Carried(Function<Runnable, CompletableFuture<T>> question) {
    this(question, GRACE_MS);
  }

  Carried(Function<Runnable, CompletableFuture<T>> question, int graceMillis) {
    this.question = question;
    this.graceMillis = graceMillis;
  }

  /**
   * Asks for the first time; what that throws is thrown. Cancelling the future cancels what the
   * instances gave.
   */
  public CompletableFuture<T> begin() {
    asking = true;
    follow(question.apply(mover()));
    answer.whenComplete((value, failure) -> release());
    return answer;
  }

  private synchronized Runnable mover() {
    int mine = ++turn;
    return () -> move(mine);
  }

  private synchronized void move(int from) {
    if (from == turn) {
      failures = 0;
      movedMeanwhile = asking;
      askLater(0);
    }
  }

  private void askLater(int millis) {
    if (!asking && !answer.isDone()) {
      asking = true;
      after(millis, this::ask);
    }
  }

  private static void after(int millis, Runnable work) {
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, ASKERS);
    (millis == 0 ? ASKERS : later).execute(work);
  }

  private void ask() {
    try {
      follow(question.apply(mover()));
    } catch (RuntimeException e) {
      follow(CompletableFuture.failedFuture(e));
    }
  }

  private void follow(CompletableFuture<T> given) {
    boolean another;
    synchronized (this) {
      another = !pending.isEmpty();
      pending.add(given);
      asking = false;
      if (movedMeanwhile) {
        movedMeanwhile = false;
        askLater(0);
      }
    }
    given.whenComplete((value, failure) -> answered(given, value, failure));
    if (answer.isDone()) {
      release();
    } else if (another && !given.isDone()) {
      after(graceMillis, () -> releaseBut(given));
    }
  }

  /** Those that were asked before are free to go; theirs would have come by now. */
  private void releaseBut(CompletableFuture<T> latest) {
    List<CompletableFuture<T>> older = new ArrayList<>();
    synchronized (this) {
      if (pending.contains(latest)) {
        older.addAll(pending.subList(0, pending.indexOf(latest)));
        pending.removeAll(older);
      }
    }
    older.forEach(one -> one.cancel(false));
  }

  private void answered(CompletableFuture<T> given, T value, Throwable failure) {
    if (failure == null) {
      answer.complete(value);
      return;
    }
    Throwable end = failed(given, failure);
    if (end != null) {
      answer.completeExceptionally(end);
    }
  }

  /** What is left to say; null while somebody may still know better. */
  private synchronized Throwable failed(CompletableFuture<T> given, Throwable failure) {
    if (!pending.remove(given)) {
      return null; // given up before
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!Fault.is(cause, Fault.Kind.UNAVAILABLE) || isOneTooMany()) {
      refusal = cause;
    }
    if (asking || !pending.isEmpty()) {
      return null;
    }
    if (refusal == null) {
      askLater(PAUSE_MS);
    }
    return refusal;
  }

  private boolean isOneTooMany() {
    long now = System.nanoTime();
    failures = now - lastFailure < ROW ? failures + 1 : 1;
    lastFailure = now;
    return failures == ATTEMPTS;
  }

  private void release() {
    List<CompletableFuture<T>> left;
    synchronized (this) {
      left = List.copyOf(pending);
    }
    left.forEach(one -> one.cancel(false));
  }

  private static Executor askers() {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "carried-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
