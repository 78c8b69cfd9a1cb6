package io.felucca.ttrpc;

import io.felucca.ttrpc.TtrpcStream.Shape;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The calling end of a connection. Any number of calls may be under way; answers may come in any
 * order.
 *
 * <p>Futures complete on the transport's thread: use the {@code ...Async} methods for work that
 * blocks, and never wait for another call in a dependent stage that does not.
 */
public interface TtrpcClient extends AutoCloseable {
  /** Waits without a deadline. */
  Duration NO_TIMEOUT = Duration.ZERO;

  /**
   * Calls a unary method.
   *
   * @param service full name of the service, such as {@code containerd.task.v2.Task}
   * @param payload the request message, serialised
   * @param timeout how long the peer has and how long this side waits; {@link #NO_TIMEOUT} for no
   *     limit
   * @return the response message, serialised. Fails with {@link TtrpcException}: the peer's status,
   *     DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED for a message over 4 MiB either way, {@link
   *     TtrpcClosedException} when the connection is or goes down. Cancelling it forgets the call;
   *     the peer is not told, because ttrpc has no word for it.
   */
  CompletableFuture<byte[]> call(
      String service, String method, byte[] payload, Metadata metadata, Duration timeout);

  /**
   * Opens a stream.
   *
   * @param first the request message of a method whose client sends only one; for the others it may
   *     be empty, and then nothing is delivered to the server's handler yet
   * @throws TtrpcException when the request cannot be sent
   */
  TtrpcStream stream(String service, String method, Shape shape, byte[] first, Metadata metadata);

  /**
   * Completes normally, with the reason as its value, once the connection is gone; never
   * exceptionally.
   */
  CompletableFuture<TtrpcClosedException> onClose();

  /** Hangs up; calls under way fail with {@link TtrpcClosedException}. */
  @Override
  void close();
}
