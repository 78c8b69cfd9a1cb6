package io.felucca.server;

import io.felucca.api.Fault;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;

/**
 * Finds a call's method in the table; null, for what nobody ever answered, becomes UNIMPLEMENTED by
 * grpc itself.
 */
final class Methods extends HandlerRegistry {
  private final ServiceTable table;

  Methods(ServiceTable table) {
    this.table = table;
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
    String service = MethodDescriptor.extractFullServiceName(method);
    ServiceTable.Found found = table.find(service == null ? "" : service);
    return switch (found.state()) {
      case HERE -> found.offer().definition().getMethod(method);
      case AWAY -> unavailable(method, service);
      case UNKNOWN -> null;
    };
  }

  /** Nothing is known without asking them. */
  @Override
  public List<ServerServiceDefinition> getServices() {
    return List.of();
  }

  private static ServerMethodDefinition<InputStream, InputStream> unavailable(
      String method, String service) {
    MethodDescriptor<InputStream, InputStream> any =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setFullMethodName(method)
            .setType(MethodType.UNKNOWN)
            .build();
    return ServerMethodDefinition.create(any, (call, headers) -> refuse(service));
  }

  private static Listener<InputStream> refuse(String service) {
    throw Fault.unavailable("%s is being replaced, its successor did not come in time", service);
  }

  /** Messages that nobody reads. */
  private static final class Bytes implements Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return new ByteArrayInputStream(new byte[0]);
    }
  }
}
