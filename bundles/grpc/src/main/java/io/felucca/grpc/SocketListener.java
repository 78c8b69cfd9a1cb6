package io.felucca.grpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening unix socket: nobody connects before its mode and owner are set, a dead predecessor's
 * file is replaced, a living one's is not. Who accepts on it may change while it listens.
 */
public final class SocketListener implements AutoCloseable {
  /** How many may wait to be accepted; the kernel takes less where net.core.somaxconn says so. */
  private static final int BACKLOG = 4096;

  private final ServerSocketChannel channel;
  private final SocketPlace place;
  private Doorman doorman;

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
      channel.bind(place.address(), BACKLOG);
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

  /** Who accepts for gRPC servers; only they share a socket. */
  synchronized Doorman doorman() {
    if (doorman == null) {
      doorman = new Doorman(channel);
    }
    return doorman;
  }

  /** Whether clients that connect to the path still come here. */
  public boolean isInPlace() {
    return place.isTaken();
  }

  /**
   * Gives the socket's file the owner and group of {@code file}, which is at the same path.
   *
   * @throws IOException if that is not permitted; then all is as it was
   */
  public void changeOwner(SocketFile file) throws IOException {
    place.changeOwner(file);
  }

  /** Stops listening and removes the file, unless another daemon has put its own there. */
  @Override
  public synchronized void close() throws IOException {
    try (channel) {
      place.leave();
    }
    if (doorman != null) {
      doorman.end();
    }
  }
}
