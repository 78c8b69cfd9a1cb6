package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange.Subscription;
import io.felucca.wire.convert.EventWire;
import io.felucca.wire.types.Envelope;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One Subscribe call.
 *
 * <p>A subscriber that stops reading must not fill the daemon's memory: after {@value #MAX_UNREAD}
 * events that it did not take its stream ends.
 */
final class EventStream {
  static final int MAX_UNREAD = 65_536;

  private final ServerCallStreamObserver<Envelope> to;
  private final Consumer<EventStream> onEnd;
  private Subscription subscription;
  private int unread;
  private boolean over;

  EventStream(ServerCallStreamObserver<Envelope> to, Consumer<EventStream> onEnd) {
    this.to = to;
    this.onEnd = onEnd;
  }

  /** Begins; {@code subscribe} makes the subscription for the sink that it is given. */
  void open(Function<Consumer<Event>, Subscription> subscribe) {
    to.setOnCancelHandler(this::end);
    try {
      Subscription made = subscribe.apply(this::send);
      synchronized (this) {
        subscription = made;
      }
    } catch (Fault e) {
      onEnd.accept(this);
      throw e;
    }
  }

  private synchronized void send(Event event) {
    if (over) {
      return;
    }
    unread = to.isReady() ? 0 : unread + 1;
    if (unread > MAX_UNREAD) {
      fail(
          new Fault(
              Kind.RESOURCE_EXHAUSTED,
              "subscriber has not read " + MAX_UNREAD + " events: subscribe again",
              null));
    } else {
      to.onNext(EventWire.toWire(event));
    }
  }

  /** There will be no more events. */
  synchronized void interrupt(Fault why) {
    if (!over) {
      fail(why);
    }
  }

  private void fail(Fault fault) {
    end();
    to.onError(fault);
  }

  private synchronized void end() {
    over = true;
    if (subscription != null) {
      subscription.close();
    }
    onEnd.accept(this);
  }
}
