package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.EventWire;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.ForwardRequest;
import io.felucca.wire.events.PublishRequest;
import io.felucca.wire.events.SubscribeRequest;
import io.felucca.wire.types.Envelope;
import io.grpc.BindableService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code containerd.services.events.v1.Events}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.events",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.events.v1.Events")
@PluginSpec(type = "io.containerd.grpc.v1", id = "events", requires = "io.containerd.event.v1")
public final class EventsService extends EventsGrpc.EventsImplBase implements Plugin {
  private static final PluginKind<BindableService> KIND =
      new PluginKind<>("io.containerd.grpc.v1", BindableService.class);

  private final PluginRegistry plugins;
  private final Seat<EventExchange> exchange;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  @Activate
  public EventsService(@Reference PluginRegistry plugins) {
    this.plugins = plugins;
    this.exchange = new Seat<>(plugins, EventExchange.KIND, EventExchange.ID);
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    Payload payload = EventWire.payloadFromWire(request.getEvent());
    exchange.run(scope, now -> now.publish(scope, request.getTopic(), payload));
    Replies.nothing(to);
  }

  @Override
  public void forward(ForwardRequest request, StreamObserver<Empty> to) {
    Event event = EventWire.fromWire(request.getEnvelope());
    exchange.run(Scopes.current(), now -> now.forward(event));
    Replies.nothing(to);
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<Envelope> to) {
    Filter filter = Filter.parse(request.getFiltersList());
    EventStream stream = new EventStream((ServerCallStreamObserver<Envelope>) to, streams::remove);
    streams.add(stream);
    Scope scope = Scopes.current();
    stream.open(
        sink -> exchange.call(scope, now -> now.subscribe(filter, sink, stream::interrupt)));
  }

  /** How many streams are open. */
  int subscribers() {
    return streams.size();
  }

  /**
   * Streams that are open go on where another instance is there for new ones: each has all it
   * needs. Otherwise subscribers are told that they will hear nothing more, so that they come
   * again.
   */
  @Override
  public void close() {
    if (!plugins.ids(KIND).contains("events")) {
      Fault gone = Fault.unavailable("events service is gone: subscribe again");
      streams.forEach(stream -> stream.interrupt(gone));
    }
  }
}
