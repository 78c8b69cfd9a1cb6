package io.felucca.grpc;

import io.grpc.Context;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** What happens to one call, one after another, on whatever thread the executor gives. */
final class Turns {
  private final Executor executor;
  private final Context context = Context.current();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(4);
  private boolean running;

  Turns(Executor executor) {
    this.executor = executor;
  }

  /** Runs the task when those before it have ended. Where no thread can be had none is waiting. */
  void add(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(context.wrap(this::run));
    } catch (RuntimeException | Error e) {
      forget();
      throw e;
    }
  }

  private synchronized void forget() {
    waiting.clear();
    running = false;
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized Runnable next() {
    running = !waiting.isEmpty();
    return waiting.poll();
  }
}
