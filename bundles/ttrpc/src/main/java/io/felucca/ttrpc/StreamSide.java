package io.felucca.ttrpc;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What client and server streams have in common: the inbox, and sending data frames until closed.
 */
class StreamSide implements TtrpcStream {
  private static final byte[] NOTHING = {};

  private final Connection connection;
  private final int id;
  private final Inbox inbox;
  private final boolean sends;
  private boolean localClosed;

  StreamSide(Connection connection, int id, boolean sends) {
    this.connection = connection;
    this.id = id;
    this.inbox = new Inbox(connection);
    this.sends = sends;
  }

  final int id() {
    return id;
  }

  final Inbox inbox() {
    return inbox;
  }

  @Override
  public final CompletableFuture<Optional<byte[]>> receive() {
    return inbox.take();
  }

  @Override
  public final synchronized CompletableFuture<Void> send(byte[] message) {
    if (!sends || localClosed) {
      throw new TtrpcException(
          TtrpcCode.FAILED_PRECONDITION,
          sends ? "stream is closed for sending" : "this side of the stream does not send");
    }
    return connection.send(Frame.encode(id, Frame.DATA, message, 0));
  }

  @Override
  public void closeSend() {
    if (sends) {
      finish(Frame.encode(id, Frame.DATA, NOTHING, Frame.REMOTE_CLOSED | Frame.NO_DATA));
    }
  }

  /** Sends this side's last frame, unless that was done. */
  final synchronized void finish(ByteBuffer last) {
    if (!localClosed) {
      localClosed = true;
      connection.send(last);
    }
  }

  @Override
  public void close() {
    inbox.discard(new TtrpcException(TtrpcCode.CANCELLED, "stream was closed on this side"));
  }
}
