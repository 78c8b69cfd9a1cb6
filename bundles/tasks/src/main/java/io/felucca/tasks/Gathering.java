package io.felucca.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Asks many the same question at the same time, a bounded number of them. */
final class Gathering implements AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final long STACK = 256 << 10;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          AT_ONCE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Gathering::thread,
          new ThreadPoolExecutor.CallerRunsPolicy());

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "tasks-" + NUMBER.incrementAndGet(), STACK);
    thread.setDaemon(true);
    return thread;
  }

  /** The answers in order; those who fail are left out and told to {@code failed}. */
  <A, B> List<B> ask(List<A> all, Function<A, B> question, BiConsumer<A, Throwable> failed) {
    List<Future<B>> asked = new ArrayList<>();
    for (A each : all) {
      asked.add(threads.submit(() -> question.apply(each)));
    }
    List<B> answers = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      try {
        answers.add(asked.get(i).get());
      } catch (ExecutionException e) {
        failed.accept(all.get(i), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answers;
      }
    }
    return answers;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
