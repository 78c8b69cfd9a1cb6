package io.felucca.metadata.db;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Payload;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import java.lang.System.Logger.Level;

/**
 * Tells the exchange that serves now what has happened. It has happened by then: where no exchange
 * serves the call does not fail for that.
 */
public final class Publisher {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

  private final Seat<EventExchange> exchange;

  public Publisher(PluginRegistry registry) {
    this.exchange = new Seat<>(registry, EventExchange.KIND, EventExchange.ID);
  }

  public void publish(Scope scope, String topic, Payload payload) {
    try {
      exchange.run(scope, events -> events.publish(scope, topic, payload));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.UNAVAILABLE) {
        throw e;
      }
      LOG.log(Level.DEBUG, "event not published topic=" + topic, e);
    }
  }
}
