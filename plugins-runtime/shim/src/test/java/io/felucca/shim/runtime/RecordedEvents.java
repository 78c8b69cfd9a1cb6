package io.felucca.shim.runtime;

import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An exchange that keeps what the runtime itself publishes. */
final class RecordedEvents implements EventExchange {
  final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void publish(Scope scope, String topic, Payload payload) {
    events.add(new Event(Instant.now(), scope.namespace(), topic, payload));
  }

  @Override
  public void forward(Event event) {
    events.add(event);
  }

  @Override
  public Subscription subscribe(Filter filter, Consumer<Event> to) {
    throw new UnsupportedOperationException();
  }

  List<String> topics() {
    return events.stream().map(Event::topic).toList();
  }
}
