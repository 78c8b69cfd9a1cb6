package io.felucca.server;

import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginKeys;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Picks up whoever offers a gRPC service: components with {@link GrpcService}. */
@Component(service = Whiteboard.class)
public final class Whiteboard {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final PluginRegistry plugins;
  private final ServiceTable table = new ServiceTable(PATIENCE, MEMORY);
  private final Map<String, Seat<BindableService>> seats = new ConcurrentHashMap<>();

  @Activate
  public Whiteboard(@Reference PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /** The methods of all services that are there at the moment of a call. */
  HandlerRegistry methods() {
    return new Methods(table, this::awaitPlugin);
  }

  @Reference(
      name = "service",
      service = BindableService.class,
      target = "(" + GrpcService.KEY + "=*)",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void add(BindableService service, Map<String, Object> properties) {
    String name = (String) properties.get(GrpcService.KEY);
    if (properties.get(PluginKeys.ID) instanceof String id) {
      seats.put(name, seat((String) properties.get(PluginKeys.TYPE), id));
    }
    offer(name, new Offer(id(properties), ranking(properties), service));
  }

  void remove(BindableService service, Map<String, Object> properties) {
    table.remove((String) properties.get(GrpcService.KEY), id(properties));
  }

  void offer(String name, Offer offer) {
    table.add(name, offer);
  }

  private Seat<BindableService> seat(String type, String id) {
    return new Seat<>(plugins, new PluginKind<>(type, BindableService.class), id);
  }

  /**
   * Waits for the plugin that answers a service; UNAVAILABLE with the reason where there will be
   * none, because it was disabled for instance.
   */
  private void awaitPlugin(String name) {
    Seat<BindableService> seat = seats.get(name);
    if (seat != null) {
      Scope scope = Scopes.current();
      seat.hold(scope.withDeadline(Instant.now().plus(scope.remaining(PATIENCE)))).close();
    }
  }

  private static long id(Map<String, Object> properties) {
    return (Long) properties.get("service.id");
  }

  private static int ranking(Map<String, Object> properties) {
    return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
  }
}
