package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.event.Event;
import io.felucca.ttrpc.Metadata;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcClient;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.convert.EventWire;
import io.felucca.wire.shim.ForwardRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Brings events to containerd's ttrpc socket. The address is looked up with each new connection, so
 * that a containerd which has moved gets them too. For one thread.
 */
final class Postman implements Outbox.Post {
  private static final String SERVICE = "containerd.services.events.ttrpc.v1.Events";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Trying again would not help. */
  private static final Set<TtrpcCode> FINAL =
      Set.of(TtrpcCode.INVALID_ARGUMENT, TtrpcCode.UNIMPLEMENTED, TtrpcCode.RESOURCE_EXHAUSTED);

  private final TtrpcTransport transport;
  private final Path address;
  private TtrpcClient client;

  /**
   * @param address the file that holds the address
   */
  Postman(TtrpcTransport transport, Path address) {
    this.transport = transport;
    this.address = address;
  }

  @Override
  public boolean send(Event event) {
    try {
      boolean reused = client != null && !client.onClose().isDone();
      try {
        forward(event);
      } catch (TtrpcException e) {
        if (!reused || e.code() != TtrpcCode.UNAVAILABLE) {
          throw e;
        }
        hangUp(); // the connection was that of a containerd that has gone
        forward(event);
      }
      return true;
    } catch (TtrpcException e) {
      if (FINAL.contains(e.code())) {
        return false;
      }
      hangUp();
      throw new Fault(Fault.Kind.UNAVAILABLE, "containerd did not take the event", e);
    }
  }

  private void forward(Event event) {
    byte[] request =
        ForwardRequest.newBuilder().setEnvelope(EventWire.toWire(event)).build().toByteArray();
    Metadata namespace = Metadata.of("containerd-namespace-ttrpc", event.namespace());
    try {
      connected().call(SERVICE, "Forward", request, namespace, PATIENCE).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TtrpcException known
          ? known
          : new TtrpcException(TtrpcCode.UNKNOWN, String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TtrpcException(TtrpcCode.CANCELLED, "interrupted", e);
    }
  }

  private TtrpcClient connected() {
    if (client == null || client.onClose().isDone()) {
      client = transport.connect(TtrpcAddress.parse(address()), PATIENCE);
    }
    return client;
  }

  private String address() {
    try {
      return Files.readString(address);
    } catch (IOException e) {
      throw new TtrpcException(
          TtrpcCode.UNAVAILABLE, "no address for events: " + e.getMessage(), e);
    }
  }

  private void hangUp() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
