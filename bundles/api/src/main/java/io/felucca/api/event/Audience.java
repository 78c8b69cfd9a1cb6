package io.felucca.api.event;

import io.felucca.api.Fault;
import io.felucca.api.event.EventExchange.Subscription;
import io.felucca.api.filter.Filter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Those who listen to events in this process, with what waits for each of them.
 *
 * <p>There must be one only, so it is no part of an exchange: while an exchange is replaced the old
 * and the new one speak to the same listeners, and none of them loses an event or hears one twice.
 */
public final class Audience {
  private static final Audience OF_PROCESS = new Audience();
  private static final int IDLE_SECONDS = 5;

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Executor carriers = carriers();
  private int exchanges;

  /** That of the daemon. */
  public static Audience ofProcess() {
    return OF_PROCESS;
  }

  /** Gives an event to every listener that wants it; returns at once. */
  public void tell(Event event) {
    for (Listener listener : listeners) {
      listener.offer(event);
    }
  }

  /** See {@link EventExchange#subscribe}. */
  public Subscription join(Filter filter, Consumer<Event> to, Consumer<Fault> onEnd) {
    Listener listener = new Listener(filter, to, onEnd, carriers, listeners::remove);
    listeners.add(listener);
    return listener;
  }

  /** An exchange begins to speak. */
  public synchronized void open() {
    exchanges++;
  }

  /** An exchange has spoken its last word; after the last exchange all listeners are let go. */
  public synchronized void leave() {
    if (--exchanges == 0) {
      listeners.forEach(one -> one.end(Fault.unavailable("event exchange is gone")));
    }
  }

  /** As many threads as listeners have something to take just now, and none a little later. */
  private static Executor carriers() {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "events-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
