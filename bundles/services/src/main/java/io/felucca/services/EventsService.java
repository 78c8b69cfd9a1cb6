package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.event.EventExchange;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
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
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code containerd.services.events.v1.Events}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.events",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.events.v1.Events")
@PluginSpec(type = "io.containerd.grpc.v1", id = "events", requires = "io.containerd.event.v1")
public final class EventsService extends EventsGrpc.EventsImplBase implements Plugin {
  private final EventExchange exchange;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  @Activate
  public EventsService(
      @Reference(policyOption = ReferencePolicyOption.GREEDY) EventExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<Empty> to) {
    exchange.publish(
        Scopes.namespaced(), request.getTopic(), EventWire.payloadFromWire(request.getEvent()));
    Replies.nothing(to);
  }

  @Override
  public void forward(ForwardRequest request, StreamObserver<Empty> to) {
    exchange.forward(EventWire.fromWire(request.getEnvelope()));
    Replies.nothing(to);
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<Envelope> to) {
    Filter filter = Filter.parse(request.getFiltersList());
    EventStream stream = new EventStream((ServerCallStreamObserver<Envelope>) to, streams::remove);
    streams.add(stream);
    stream.open(sink -> exchange.subscribe(filter, sink));
  }

  /** How many streams are open. */
  int subscribers() {
    return streams.size();
  }

  /** Tells subscribers that they will hear nothing more from here, so that they come again. */
  @Override
  public void close() {
    streams.forEach(EventStream::interrupt);
  }
}
