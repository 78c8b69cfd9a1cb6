package io.felucca.grpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening unix socket for protocols other than gRPC, made with the same care: nobody connects
 * before its mode and owner are set, a dead predecessor's file is replaced, a living one's is not.
 */
public final class SocketListener implements AutoCloseable {
  private final ServerSocketChannel channel;
  private final SocketPlace place;

  private SocketListener(ServerSocketChannel channel, SocketPlace place) {
    this.channel = channel;
    this.place = place;
  }

  /**
   * Binds and listens; whoever connects waits until the channel accepts.
   *
   * @throws java.net.BindException if another daemon answers on that path, or it is no socket
   */
  public static SocketListener bind(SocketFile file) throws IOException {
    SocketPlace place = SocketPlace.take(file, Umask.current());
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    SocketListener listener = new SocketListener(channel, place);
    try {
      channel.bind(place.address());
      place.open();
      return listener;
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /** The socket; whoever serves it may close it. */
  public ServerSocketChannel channel() {
    return channel;
  }

  /** Stops listening and removes the file, unless another daemon has put its own there. */
  @Override
  public void close() throws IOException {
    try (channel) {
      place.leave();
    }
  }
}
