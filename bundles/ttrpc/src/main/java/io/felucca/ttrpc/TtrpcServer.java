package io.felucca.ttrpc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections on a listening socket and answers them; made by {@link TtrpcTransport#serve}.
 */
public final class TtrpcServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(TtrpcServer.class.getName());
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final Loop loop;
  private final ServerSocketChannel channel;
  private final String name;
  private final TtrpcServices services;
  private final Executor executor;
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  TtrpcServer(Loop loop, ServerSocketChannel channel, TtrpcServices services, Executor executor)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.name = String.valueOf(channel.getLocalAddress());
    this.services = services;
    this.executor = executor;
  }

  void open() throws IOException {
    channel.configureBlocking(false);
    loop.register(channel, SelectionKey.OP_ACCEPT, new Acceptor(), key -> {});
  }

  TtrpcServices services() {
    return services;
  }

  Executor executor() {
    return executor;
  }

  private void accept(SelectionKey key) {
    SocketChannel accepted = null;
    try {
      accepted = channel.accept();
      if (accepted != null) {
        serve(accepted);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "ttrpc accept failed socket=" + name, e);
      closeQuietly(accepted);
      pause(key);
    }
  }

  private void serve(SocketChannel accepted) throws IOException {
    ServerConnection connection =
        new ServerConnection(loop, accepted, "client of " + name, this, connections::remove);
    connections.add(connection);
    connection.open();
    if (closed) {
      connection.close();
    }
  }

  /** Out of file descriptors, most likely: do not spin until one is free. */
  private void pause(SelectionKey key) {
    if (key.isValid()) {
      key.interestOps(0);
      loop.timers().after(PAUSE, () -> resume(key));
    }
  }

  private static void resume(SelectionKey key) {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  /** Stops accepting and hangs up on all clients; the socket's file, if any, stays. */
  @Override
  public void close() {
    closed = true;
    closeQuietly(channel);
    connections.forEach(ServerConnection::close);
  }

  private void closeQuietly(AutoCloseable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      LOG.log(Level.DEBUG, name, e);
    }
  }

  /** What the transport's thread calls, kept out of the class's own face. */
  private final class Acceptor implements Loop.Ready {
    @Override
    public void ready(SelectionKey key) {
      accept(key);
    }

    @Override
    public void failed(Throwable cause) {
      LOG.log(
          closed ? Level.DEBUG : Level.INFO,
          "ttrpc server ended socket=" + name + " reason=" + cause.getMessage());
      close();
    }
  }
}
