package io.felucca.monitor.health;

import io.felucca.api.Fault;
import io.felucca.api.Spans;
import io.felucca.api.TypedValue;
import io.felucca.api.task.Exit;
import io.felucca.monitor.Timers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** One run of a check. It takes a thread to begin and to end, none while the process runs. */
final class Probe {
  private static final int NO_CODE = -1;
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(640);
  private static final int LAST_CHUNKS = 64;

  private final CheckExec exec;
  private final Duration timeout;
  private final Timers timers;
  private final Output output;
  private final Instant start = Instant.now();
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Runnable> limits = new CopyOnWriteArrayList<>();
  private volatile Runnable nextDrain = () -> {};
  private volatile boolean started;
  private volatile boolean overdue;

  /**
   * @param fifo where the output passes through; made here
   */
  Probe(CheckExec exec, Path fifo, Duration timeout, Timers timers) {
    this.exec = exec;
    this.timeout = timeout;
    this.timers = timers;
    try {
      this.output = Output.open(fifo);
    } catch (IOException e) {
      throw Fault.io("output of a health check", e);
    }
  }

  /** Runs it; the future fails with a fault where the process could not be run. */
  CompletableFuture<Result> begin(TypedValue process) {
    limits.add(timers.after(timeout, this::timeIsOver));
    drainAfter(FIRST_PAUSE);
    try {
      CompletableFuture<Exit> exit = exec.start(process, output.path(), timeout);
      started = true;
      if (over.get()) {
        exec.end(); // given up while it was being started
      }
      exit.whenCompleteAsync(this::ended, timers.workers());
    } catch (RuntimeException e) {
      if (finish()) {
        give(() -> result.completeExceptionally(e));
      }
    }
    return result;
  }

  private void drainAfter(Duration pause) {
    nextDrain = timers.after(pause, () -> drain(pause));
  }

  private void drain(Duration pause) {
    if (over.get()) {
      return;
    }
    Duration longer = pause.multipliedBy(2);
    boolean isLongest = longer.compareTo(LONGEST_PAUSE) > 0;
    drainAfter(output.drain() ? FIRST_PAUSE : isLongest ? LONGEST_PAUSE : longer);
  }

  /**
   * With the process the check comes to its end; if the process does not end, it is left behind.
   */
  private void timeIsOver() {
    overdue = true;
    limits.add(timers.after(GRACE, this::giveUp));
    exec.kill();
  }

  private void giveUp() {
    if (finish()) {
      exec.remove();
      give(() -> result.complete(timedOut()));
    }
  }

  private void ended(Exit exit, Throwable failure) {
    exec.remove();
    if (!finish()) {
      return;
    }
    for (int i = 0; i < LAST_CHUNKS && output.drain(); i++) {
      // bounded: what the check left running may print for ever
    }
    if (failure == null) {
      give(() -> result.complete(new Result(start, Instant.now(), exit.status(), output.text())));
    } else {
      give(() -> result.completeExceptionally(failure));
    }
  }

  private boolean finish() {
    return over.compareAndSet(false, true);
  }

  private void give(Runnable answer) {
    limits.forEach(Runnable::run);
    nextDrain.run();
    output.close();
    if (overdue) {
      result.complete(timedOut());
    } else {
      answer.run();
    }
  }

  private Result timedOut() {
    String text = output.text();
    String words = "Health check exceeded timeout (" + Spans.text(timeout) + ")";
    return new Result(start, Instant.now(), NO_CODE, text.isEmpty() ? words : words + ": " + text);
  }

  /** Nobody wants the result any more. */
  void abandon() {
    if (finish()) {
      result.cancel(false);
      give(() -> {});
      if (started) {
        exec.end();
      }
    }
  }
}
