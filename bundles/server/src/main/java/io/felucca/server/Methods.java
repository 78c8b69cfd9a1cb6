package io.felucca.server;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds a call's method in the table; null, for what nobody ever answered, becomes UNIMPLEMENTED by
 * grpc itself.
 *
 * <p>It is asked on the I/O thread, so it never waits: a call to a service that is away waits in
 * its handler.
 */
final class Methods extends HandlerRegistry {
  private final ServiceTable table;
  private final Consumer<String> awaitPlugin;

  /**
   * @param awaitPlugin waits for the plugin of a service, by the service's name; throws where there
   *     will be none
   */
  Methods(ServiceTable table, Consumer<String> awaitPlugin) {
    this.table = table;
    this.awaitPlugin = awaitPlugin;
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
    String service = MethodDescriptor.extractFullServiceName(method);
    ServiceTable.Found found = table.look(service == null ? "" : service);
    return switch (found.state()) {
      case HERE -> found.offer().definition().getMethod(method);
      case AWAY -> Successor.awaited(table, awaitPlugin, service, method);
      case UNKNOWN -> null;
    };
  }

  /** Nothing is known without asking them. */
  @Override
  public List<ServerServiceDefinition> getServices() {
    return List.of();
  }
}
