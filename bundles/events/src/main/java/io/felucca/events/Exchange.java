package io.felucca.events;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Payload;
import io.felucca.api.event.TypedPayload;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The exchange: publishers put events into the queue of each subscriber that wants them, and
 * threads borrowed from one pool carry them on.
 *
 * <p>There is no history: a subscriber sees what is published after it came.
 */
@Component(
    configurationPid = "io.containerd.event.v1.exchange",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = EventExchange.class)
@PluginSpec(type = "io.containerd.event.v1", id = "exchange")
public final class Exchange implements EventExchange, Plugin {
  private static final int IDLE_SECONDS = 5;
  private static final Instant GO_ZERO = Instant.parse("0001-01-01T00:00:00Z");

  private final Topics topics = new Topics();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final ExecutorService carriers = carriers();

  @Override
  public void publish(Scope scope, String topic, Payload payload) {
    checkPublisher(scope.namespace(), payload);
    topics.check(topic);
    spread(new Event(Instant.now(), scope.namespace(), topic, payload));
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
    spread(event);
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

  private void spread(Event event) {
    for (Subscriber subscriber : subscribers) {
      subscriber.offer(event);
    }
  }

  @Override
  public Subscription subscribe(Filter filter, Consumer<Event> to) {
    Subscriber subscriber = new Subscriber(filter, to, carriers, subscribers::remove);
    subscribers.add(subscriber);
    return subscriber;
  }

  /** Takes no more; what is already in queues is still delivered. */
  @Override
  public void close() {
    subscribers.clear();
    carriers.shutdown();
  }

  /** As many threads as subscribers have something to take just now, and none a little later. */
  private static ExecutorService carriers() {
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
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
