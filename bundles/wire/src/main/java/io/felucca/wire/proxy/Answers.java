package io.felucca.wire.proxy;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What comes back on one call, to be waited for by another thread.
 *
 * <p>Its end is an event too, the last.
 */
final class Answers<R> extends ClientCall.Listener<R> {
  private static final Metadata.Key<String> CONTENT_TYPE =
      Metadata.Key.of("content-type", Metadata.ASCII_STRING_MARSHALLER);

  /** A message, or the end where {@code message} is null. */
  record Event<R>(R message, Status status, boolean fromProcess) {}

  private final BlockingQueue<Event<R>> events = new LinkedBlockingQueue<>();
  private final Connection connection;
  private boolean begun;

  Answers(Connection connection) {
    this.connection = connection;
  }

  BlockingQueue<Event<R>> events() {
    return events;
  }

  @Override
  public void onHeaders(Metadata headers) {
    begun = true;
    connection.served();
  }

  @Override
  public void onMessage(R message) {
    connection.served();
    events.add(new Event<>(message, null, true));
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    boolean fromProcess = isFromProcess(begun, status, trailers);
    if (fromProcess) {
      connection.served();
    }
    events.add(new Event<>(null, status, fromProcess));
  }

  /** A server's status comes in a frame of its own; the others are made on this side. */
  static boolean isFromProcess(boolean begun, Status status, Metadata trailers) {
    boolean ours =
        status.getCause() != null
            || String.valueOf(status.getDescription()).startsWith("Network closed");
    return !ours && (begun || trailers.containsKey(CONTENT_TYPE));
  }
}
