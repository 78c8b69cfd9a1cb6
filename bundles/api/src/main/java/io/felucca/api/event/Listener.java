package io.felucca.api.event;

import io.felucca.api.Fault;
import io.felucca.api.event.EventExchange.Subscription;
import io.felucca.api.filter.Filter;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One interest in events and what waits for it.
 *
 * <p>The queue has no bound, so that a publisher never waits. A thread is only borrowed while
 * something is in the queue; {@code waiting} counts what is there, and whoever raises it from zero
 * starts the one drain.
 */
final class Listener implements Subscription {
  private static final System.Logger LOG = System.getLogger("io.felucca.events");

  private final Filter filter;
  private final Consumer<Event> to;
  private final Consumer<Fault> onEnd;
  private final Executor executor;
  private final Consumer<Listener> onClose;
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  Listener(
      Filter filter,
      Consumer<Event> to,
      Consumer<Fault> onEnd,
      Executor executor,
      Consumer<Listener> onClose) {
    this.filter = filter;
    this.to = to;
    this.onEnd = onEnd;
    this.executor = executor;
    this.onClose = onClose;
  }

  /** Takes an event that matches; returns at once. */
  void offer(Event event) {
    if (!closed && filter.test(event)) {
      enqueue(() -> to.accept(event));
    }
  }

  /** Nothing comes after what is in the queue now. */
  void end(Fault why) {
    enqueue(
        () -> {
          close();
          onEnd.accept(why);
        });
  }

  private void enqueue(Runnable delivery) {
    queue.add(delivery);
    if (waiting.getAndIncrement() == 0) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    int done;
    do {
      done = waiting.get();
      for (int i = 0; i < done; i++) {
        run(queue.poll());
      }
    } while (waiting.addAndGet(-done) > 0);
  }

  private void run(Runnable delivery) {
    if (closed) {
      return;
    }
    try {
      delivery.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.DEBUG, () -> "subscriber gave up error=" + e);
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
  }
}
