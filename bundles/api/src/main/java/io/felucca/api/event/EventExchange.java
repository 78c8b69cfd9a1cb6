package io.felucca.api.event;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginKind;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes events and gives them to every subscriber, in the order in which each publisher published;
 * a slow subscriber delays nobody.
 */
@ProviderType
public interface EventExchange {
  PluginKind<EventExchange> KIND = new PluginKind<>("io.containerd.event.v1", EventExchange.class);

  /** The one plugin of its type. */
  String ID = "exchange";

  /**
   * Publishes what happened now in the scope's namespace; INVALID_ARGUMENT where topic or namespace
   * are malformed.
   */
  void publish(Scope scope, String topic, Payload payload);

  /**
   * Publishes an event that happened elsewhere, with its own namespace and time; INVALID_ARGUMENT
   * where one of them is missing or malformed.
   */
  void forward(Event event);

  /**
   * Gives every matching event from now on to {@code to}, one at a time, from a thread of the
   * exchange, until the subscription is closed. All namespaces are seen unless the filter says
   * otherwise. What {@code to} throws ends the subscription.
   *
   * <p>A subscription goes on when the exchange is replaced: every event is heard once.
   */
  Subscription subscribe(Filter filter, Consumer<Event> to);

  /**
   * As the other.
   *
   * @param onEnd told why there will be no more events: the exchange has gone and left no other
   */
  default Subscription subscribe(Filter filter, Consumer<Event> to, Consumer<Fault> onEnd) {
    return subscribe(filter, to);
  }

  /** An interest in events. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
