package io.felucca.monitor;

import io.felucca.api.Fault;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange.Subscription;
import io.felucca.api.filter.Filter;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The life of a monitor: waits for its turn, listens to events, and stops. Nothing is heard before
 * its turn; at its beginning, and where events were missed, the monitor is told to look itself.
 */
public final class Duty implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final World world;
  private final Timers timers;
  private final Turn turn;
  private final Filter filter;
  private final Consumer<Event> to;
  private final Runnable look;
  private Subscription subscription;
  private boolean closed;

  /**
   * @param filter which events it wants
   * @param to takes them, one at a time
   * @param look called when events begin to come, perhaps several times
   */
  public Duty(
      World world, Timers timers, Path folder, Filter filter, Consumer<Event> to, Runnable look) {
    this.world = world;
    this.timers = timers;
    this.turn = new Turn(folder);
    this.filter = filter;
    this.to = to;
    this.look = look;
  }

  /** Returns at once: the daemon is just starting, and this can wait until it serves. */
  public void start() {
    timers.after(SOON, this::begin);
  }

  private void begin() {
    if (turn.take()) {
      listen();
    } else {
      timers.after(SOON, this::begin);
    }
  }

  private void listen() {
    try {
      keep(world.subscribe(filter, this::tell, why -> timers.after(AGAIN, this::listen)));
      look.run();
    } catch (Fault fault) {
      LOG.log(Level.WARNING, "monitor hears no events: " + fault.getMessage());
      timers.after(AGAIN, this::listen);
    }
  }

  private synchronized void keep(Subscription begun) {
    if (subscription != null) {
      subscription.close();
    }
    subscription = begun;
    if (closed) {
      begun.close();
    }
  }

  /** An event that cannot be dealt with is no reason to hear no more. */
  private void tell(Event event) {
    try {
      to.accept(event);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "monitor: event missed topic=" + event.topic(), e);
    }
  }

  private synchronized void endSubscription() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  /** Lets go of the turn once nothing is being done any more. */
  @Override
  public void close() {
    endSubscription();
    timers.close();
    turn.close();
  }
}
