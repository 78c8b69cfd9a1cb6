package io.felucca.events;

import io.felucca.api.event.Event;
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
final class Subscriber implements Subscription {
  private static final System.Logger LOG = System.getLogger(Subscriber.class.getName());

  private final Filter filter;
  private final Consumer<Event> to;
  private final Executor executor;
  private final Consumer<Subscriber> onClose;
  private final Queue<Event> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  Subscriber(Filter filter, Consumer<Event> to, Executor executor, Consumer<Subscriber> onClose) {
    this.filter = filter;
    this.to = to;
    this.executor = executor;
    this.onClose = onClose;
  }

  /** Takes an event that matches; returns at once. */
  void offer(Event event) {
    if (closed || !filter.test(event)) {
      return;
    }
    queue.add(event);
    if (waiting.getAndIncrement() == 0) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    int done;
    do {
      done = waiting.get();
      for (int i = 0; i < done; i++) {
        deliver(queue.poll());
      }
    } while (waiting.addAndGet(-done) > 0);
  }

  private void deliver(Event event) {
    if (closed) {
      return;
    }
    try {
      to.accept(event);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.DEBUG, () -> "subscriber gave up topic=" + event.topic() + " error=" + e);
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
  }
}
