package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The runtime's events on their way to containerd, in the order in which they come.
 *
 * <p>Events of some tasks are held back: containerd takes a task for dead whose shim has died, ends
 * it and tells so itself. What the next shim would say of it is told only if containerd turns out
 * to be interested in the task after all.
 */
final class Forwarder implements EventExchange {
  private final Ledger ledger;
  private final Consumer<Event> out;
  private final Map<TaskKey, List<Event>> held = new HashMap<>();

  Forwarder(Ledger ledger, Consumer<Event> out) {
    this.ledger = ledger;
    this.out = out;
  }

  @Override
  public void publish(Scope scope, String topic, Payload payload) {
    forward(new Event(Instant.now(), scope.requireNamespace(), topic, payload));
  }

  @Override
  public synchronized void forward(Event event) {
    TaskKey key = key(event);
    List<Event> back = held.get(key);
    if (back == null) {
      out.accept(translated(event, key));
    } else {
      back.add(event);
    }
  }

  private static TaskKey key(Event event) {
    return new TaskKey(
        event.namespace(), event.payload().field(List.of("container_id")).orElse(""));
  }

  /** The bundle that containerd knows is its own. */
  private Event translated(Event event, TaskKey key) {
    return event.payload() instanceof Events.TaskCreate made
        ? new Event(event.timestamp(), event.namespace(), event.topic(), inBundle(made, key))
        : event;
  }

  private Events.TaskCreate inBundle(Events.TaskCreate made, TaskKey key) {
    return new Events.TaskCreate(
        made.containerId(),
        ledger.bundle(key),
        made.rootfs(),
        made.io(),
        made.checkpoint(),
        made.pid());
  }

  /** Keeps events of these tasks from now on. */
  synchronized void hold(Collection<TaskKey> keys) {
    keys.forEach(key -> held.putIfAbsent(key, new ArrayList<>()));
  }

  /** Lets them go, those kept first. */
  synchronized void release(TaskKey key) {
    List<Event> back = held.remove(key);
    if (back != null) {
      back.forEach(this::forward);
    }
  }

  /** Forgets what was kept. */
  synchronized void drop(TaskKey key) {
    held.remove(key);
  }

  @Override
  public Subscription subscribe(Filter filter, Consumer<Event> to) {
    throw Fault.unimplemented("events are heard at containerd, not in its shim");
  }
}
