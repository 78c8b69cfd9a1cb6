package io.felucca.server;

import io.felucca.wire.call.GrpcService;
import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Picks up whoever offers a gRPC service: components with {@link GrpcService}. */
@Component(service = Whiteboard.class)
public final class Whiteboard {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final ServiceTable table = new ServiceTable(PATIENCE, MEMORY);

  /** The methods of all services that are there at the moment of a call. */
  HandlerRegistry methods() {
    return new Methods(table);
  }

  @Reference(
      name = "service",
      service = BindableService.class,
      target = "(" + GrpcService.KEY + "=*)",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void add(BindableService service, Map<String, Object> properties) {
    offer(
        (String) properties.get(GrpcService.KEY),
        new Offer(id(properties), ranking(properties), service));
  }

  void remove(BindableService service, Map<String, Object> properties) {
    table.remove((String) properties.get(GrpcService.KEY), id(properties));
  }

  void offer(String name, Offer offer) {
    table.add(name, offer);
  }

  private static long id(Map<String, Object> properties) {
    return (Long) properties.get("service.id");
  }

  private static int ranking(Map<String, Object> properties) {
    return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
  }
}
