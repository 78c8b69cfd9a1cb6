package io.felucca.events;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.Scope;
import io.felucca.api.event.Audience;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Payload;
import io.felucca.api.event.TypedPayload;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import java.time.Instant;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The exchange: checks what is published and tells the audience, which outlives the exchange.
 *
 * <p>There is no history: a subscriber sees what is published after it came.
 */
@Component(
    configurationPid = "io.containerd.event.v1.exchange",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = EventExchange.class)
@PluginSpec(type = "io.containerd.event.v1", id = "exchange")
public final class Exchange implements EventExchange, Plugin {
  private static final Instant GO_ZERO = Instant.parse("0001-01-01T00:00:00Z");

  private final Topics topics = new Topics();
  private final Audience audience;
  private boolean open;

  @Activate
  public Exchange() {
    this(Audience.ofProcess());
  }

  Exchange(Audience audience) {
    this.audience = audience;
  }

  @Override
  public synchronized void start() {
    audience.open();
    open = true;
  }

  @Override
  public void publish(Scope scope, String topic, Payload payload) {
    checkPublisher(scope.namespace(), payload);
    topics.check(topic);
    audience.tell(new Event(Instant.now(), scope.namespace(), topic, payload));
  }

  /** Only the daemon itself has something to say that belongs to no namespace. */
  private static void checkPublisher(String namespace, Payload payload) {
    if (!namespace.isEmpty()) {
      checkNamespace("failed publishing event", namespace);
    } else if (payload instanceof TypedPayload) {
      throw Fault.precondition("failed publishing event: namespace is required");
    }
  }

  @Override
  public void forward(Event event) {
    checkNamespace("event envelope has invalid namespace", event.namespace());
    topics.check(event.topic());
    if (isUnset(event.timestamp())) {
      throw Fault.invalid("timestamp must be set on forwarded event");
    }
    audience.tell(event);
  }

  /** Absent, the wire's zero, or the zero of Go's clock (year 1). */
  private static boolean isUnset(Instant time) {
    return time == null || time.equals(Instant.EPOCH) || !time.isAfter(GO_ZERO);
  }

  private static void checkNamespace(String what, String namespace) {
    try {
      Identifiers.check(namespace);
    } catch (Fault e) {
      throw new Fault(e.kind(), what + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Subscription subscribe(Filter filter, Consumer<Event> to) {
    return subscribe(filter, to, why -> {});
  }

  @Override
  public Subscription subscribe(Filter filter, Consumer<Event> to, Consumer<Fault> onEnd) {
    return audience.join(filter, to, onEnd);
  }

  /** What is already waiting for subscribers is still delivered. */
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      audience.leave();
    }
  }
}
