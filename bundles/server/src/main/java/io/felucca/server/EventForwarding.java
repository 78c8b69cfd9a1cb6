package io.felucca.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.wire.call.FaultStatus;
import io.felucca.wire.convert.EventWire;
import io.felucca.wire.shim.ForwardRequest;
import io.grpc.Status;

/**
 * {@code containerd.services.events.ttrpc.v1.Events}: how shims tell what happened to their tasks.
 *
 * <p>The exchange is asked for anew at each event, so that shims need not notice when it is
 * replaced.
 */
final class EventForwarding {
  private static final PluginKind<EventExchange> EXCHANGE =
      new PluginKind<>("io.containerd.event.v1", EventExchange.class);
  private static final byte[] EMPTY = new byte[0];

  private final PluginRegistry plugins;

  EventForwarding(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  TtrpcServices services() {
    return new TtrpcServices()
        .unary("containerd.services.events.ttrpc.v1.Events", "Forward", this::forward);
  }

  private byte[] forward(TtrpcRequest request) {
    try {
      Event event = EventWire.fromWire(ForwardRequest.parseFrom(request.payload()).getEnvelope());
      return plugins.call(Scope.of(event.namespace()), EXCHANGE, "exchange", to -> pass(event, to));
    } catch (InvalidProtocolBufferException e) {
      throw new TtrpcException(TtrpcCode.INVALID_ARGUMENT, "malformed request: " + e.getMessage());
    } catch (RuntimeException e) {
      Status status = FaultStatus.toStatus(e);
      throw new TtrpcException(TtrpcCode.of(status.getCode().value()), status.getDescription(), e);
    }
  }

  private static byte[] pass(Event event, EventExchange to) {
    to.forward(event);
    return EMPTY;
  }
}
