package io.felucca.runtime.oci;

import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.Payload;
import io.felucca.api.event.Publisher;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a runtime publishes. */
final class RecordedEvents implements Publisher {
  final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void publish(Scope scope, String topic, Payload payload) {
    events.add(new Event(Instant.now(), scope.namespace(), topic, payload));
  }

  List<String> topics() {
    return events.stream().map(Event::topic).toList();
  }

  long count(String topic) {
    return topics().stream().filter(topic::equals).count();
  }
}
