package io.felucca.client;

import io.felucca.api.TypedValue;
import io.felucca.api.event.Event;
import io.felucca.client.call.Caller;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.EventWire;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.PublishRequest;
import io.felucca.wire.events.SubscribeRequest;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of the daemon.
 *
 * <p>A payload that is known is a record of {@link io.felucca.api.event.Events}; another one is an
 * {@link io.felucca.api.event.TypedPayload}.
 *
 * <pre>{@code
 * try (Subscription exits = client.events().subscribe(
 *     event -> {
 *       if (event.payload() instanceof Events.TaskExit exit) {
 *         System.out.println(exit.containerId() + " ended with " + exit.exitStatus());
 *       }
 *     },
 *     "namespace==demo,topic==\"/tasks/exit\"")) {
 *   exits.ended().join();
 * }
 * }</pre>
 */
public final class EventFeed {
  private final Caller caller;

  EventFeed(Caller caller) {
    this.caller = caller;
  }

  /**
   * Hears events of all namespaces from now on, in order, one at a time. The daemon keeps what
   * comes while the listener is busy. What happened before the daemon has taken the request is not
   * told, nor is what happens while the connection is lost: that ends the subscription.
   *
   * @param listener its exception ends the subscription
   * @param filters of which one must match, such as {@code topic~="/tasks/"}; all events without
   */
  public Subscription subscribe(Consumer<Event> listener, String... filters) {
    SubscribeRequest request =
        SubscribeRequest.newBuilder().addAllFilters(List.of(filters)).build();
    return new Subscription(
        caller.listen(
            EventsGrpc.getSubscribeMethod(),
            request,
            envelope -> listener.accept(EventWire.fromWire(envelope))));
  }

  /**
   * Publishes an event in the workspace's namespace; FAILED_PRECONDITION where this feed has none.
   *
   * @param topic such as {@code /builds/done}
   */
  public void publish(String topic, TypedValue payload) {
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(topic).setEvent(Anys.toWire(payload)).build();
    caller.ask(EventsGrpc::newBlockingStub, stub -> stub.publish(request));
  }
}
