package io.felucca.runtime.serve;

import com.google.protobuf.Empty;
import io.felucca.api.event.Event;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.convert.EventWire;
import io.felucca.wire.shim.ForwardRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.rules.ExternalResource;

/** containerd's ttrpc socket, which keeps what it is told. */
final class EventSink extends ExternalResource {
  final List<Event> events = new CopyOnWriteArrayList<>();
  private TtrpcTransport transport;
  private Path socket;

  @Override
  protected void before() throws IOException {
    socket = Files.createTempDirectory("ev").resolve("s");
    open();
  }

  /** Listens, again. */
  void open() throws IOException {
    Files.deleteIfExists(socket);
    transport = new TtrpcTransport("test-sink");
    transport.serve(
        TtrpcAddress.of(socket),
        new TtrpcServices()
            .unary("containerd.services.events.ttrpc.v1.Events", "Forward", this::forward),
        Runnable::run);
  }

  /** As a containerd that has gone. */
  void close() {
    transport.close();
  }

  Path address() {
    return socket;
  }

  /** Topics of a task's events, in order. */
  List<String> topics(String id) {
    return events.stream()
        .filter(e -> e.payload().field(List.of("container_id")).orElse("").equals(id))
        .map(Event::topic)
        .toList();
  }

  private byte[] forward(TtrpcRequest request) throws IOException {
    events.add(EventWire.fromWire(ForwardRequest.parseFrom(request.payload()).getEnvelope()));
    return Empty.getDefaultInstance().toByteArray();
  }

  @Override
  protected void after() {
    close();
    socket.toFile().delete();
    socket.getParent().toFile().delete();
  }
}
