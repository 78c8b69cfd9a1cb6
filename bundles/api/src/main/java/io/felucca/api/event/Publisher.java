package io.felucca.api.event;

import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;

/** Tells the world what has happened: all that many plugins need of an {@link EventExchange}. */
@FunctionalInterface
public interface Publisher {
  /** As {@link EventExchange#publish}. */
  void publish(Scope scope, String topic, Payload payload);

  /** One that goes to the exchange that serves then; UNAVAILABLE where none does. */
  static Publisher in(PluginRegistry registry) {
    Seat<EventExchange> exchange = new Seat<>(registry, EventExchange.KIND, EventExchange.ID);
    return (scope, topic, payload) ->
        exchange.run(scope, now -> now.publish(scope, topic, payload));
  }
}
