package io.felucca.shim.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.rules.ExternalResource;

/** Where shims publish: the daemon's ttrpc socket with its one method. */
final class EventSink extends ExternalResource {
  final List<String> topics = new CopyOnWriteArrayList<>();
  private final TtrpcTransport transport = new TtrpcTransport("test-events");
  private Path socket;

  @Override
  protected void before() throws IOException {
    socket = Files.createTempDirectory("ev").resolve("s");
    transport.serve(
        TtrpcAddress.of(socket),
        new TtrpcServices()
            .unary("containerd.services.events.ttrpc.v1.Events", "Forward", this::forward),
        Runnable::run);
  }

  String address() {
    return socket.toString();
  }

  private byte[] forward(TtrpcRequest request) throws InvalidProtocolBufferException {
    ByteString envelope = bytes(UnknownFieldSet.parseFrom(request.payload()), 1);
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(envelope);
    topics.add(bytes(fields, 2).toStringUtf8() + " " + bytes(fields, 3).toStringUtf8());
    return new byte[0];
  }

  private static ByteString bytes(UnknownFieldSet fields, int number) {
    return fields.getField(number).getLengthDelimitedList().get(0);
  }

  @Override
  protected void after() {
    transport.close();
    socket.toFile().delete();
    socket.getParent().toFile().delete();
  }
}
