package io.felucca.ttrpc;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One call with a flow of messages in one direction or both; the same on either side of it.
 *
 * <p>Futures complete on the transport's thread: use the {@code ...Async} methods for work that
 * blocks. ttrpc has no flow control of its own, so a stream whose reader is behind stops the whole
 * connection for up to a second and is then given up.
 */
public interface TtrpcStream extends AutoCloseable {
  /** Which sides send a flow of messages rather than a single one. */
  enum Shape {
    CLIENT,
    SERVER,
    BOTH
  }

  /**
   * The next message of the peer.
   *
   * @return empty when the peer is done; fails with {@link TtrpcException} when the call failed.
   *     Each call of this method takes one message; they are handed out in order.
   */
  CompletableFuture<Optional<byte[]>> receive();

  /**
   * Sends one message.
   *
   * @return completes when the kernel took it, which is the moment to send the next one
   * @throws TtrpcException FAILED_PRECONDITION after {@link #closeSend}, or when this side of the
   *     stream does not send
   */
  CompletableFuture<Void> send(byte[] message);

  /** Says that no more messages come from here. A server's handler says so by returning. */
  void closeSend();

  /**
   * Leaves the stream: what still arrives is dropped. The peer is not told, because ttrpc has no
   * word for it.
   */
  @Override
  void close();
}
