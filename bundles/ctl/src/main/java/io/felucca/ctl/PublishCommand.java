package io.felucca.ctl;

import com.google.protobuf.Any;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.PublishRequest;
import java.io.IOException;
import java.io.InputStream;

/** {@code felucca publish}: takes an event from standard input to the daemon. */
final class PublishCommand {
  private static final int SECONDS = 10;

  private PublishCommand() {}

  static void run(Arguments line, InputStream event) {
    String topic = line.flag("topic", "");
    String namespace = line.flag("namespace", "");
    if (topic.isEmpty()) {
      throw new UsageException("topic required to publish event (flag --topic)");
    }
    if (namespace.isEmpty()) {
      throw new UsageException("namespace required to publish event (flag --namespace)");
    }
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(topic).setEvent(read(event)).build();
    try (Connection connection = Connection.open(line.address(), namespace, SECONDS)) {
      var unused = EventsGrpc.newBlockingStub(connection.channel()).publish(request);
    }
  }

  private static Any read(InputStream event) {
    try {
      return Any.parseFrom(event);
    } catch (IOException e) {
      throw new UsageException("standard input holds no google.protobuf.Any: " + e.getMessage());
    }
  }
}
