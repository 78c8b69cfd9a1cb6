package io.felucca.grpc;

import io.netty.channel.nio.NioEventLoop;
import io.netty.channel.nio.NioTask;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections on one listening socket and leads each to the door that was opened last. All
 * of it happens on the servers' event loop.
 */
final class Doorman implements NioTask<ServerSocketChannel> {
  private static final Logger LOG = System.getLogger("io.felucca.grpc");
  private static final int AT_ONCE = 16;
  private static final int PAUSE_MS = 100;

  private final ServerSocketChannel listening;
  private final NioEventLoop loop = (NioEventLoop) IoThreads.ofServers().next();
  private final Deque<Door> doors = new ArrayDeque<>();
  private SelectionKey key;
  private boolean registered;

  Doorman(ServerSocketChannel listening) {
    this.listening = listening;
  }

  ServerSocketChannel listening() {
    return listening;
  }

  void opened(Door door) throws IOException {
    doors.add(door);
    if (!registered) {
      listening.configureBlocking(false);
      loop.register(listening, SelectionKey.OP_ACCEPT, this);
      registered = true;
    }
    resume();
  }

  /** Who connects while no door is open waits until there is one. */
  void closed(Door door) {
    doors.remove(door);
  }

  @Override
  public void channelReady(ServerSocketChannel channel, SelectionKey ready) {
    key = ready;
    try {
      int accepted = 0;
      while (!doors.isEmpty() && accepted < AT_ONCE && accept()) {
        accepted++;
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
    if (doors.isEmpty()) {
      pause();
    }
  }

  private boolean accept() throws IOException {
    SocketChannel accepted = listening.accept();
    if (accepted == null) {
      return false;
    }
    Door door = doors.getLast();
    door.enter(new NioDomainSocketChannel(door, accepted));
    return true;
  }

  /** Out of file descriptors, most likely: do not spin until one is free. */
  private void failed(Exception e) {
    if (listening.isOpen()) {
      LOG.log(Level.WARNING, "accept failed", e);
      pause();
      loop.schedule(this::resume, PAUSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void pause() {
    setInterest(0);
  }

  private void resume() {
    setInterest(SelectionKey.OP_ACCEPT);
  }

  private void setInterest(int operations) {
    if (key != null && key.isValid()) {
      key.interestOps(operations);
    }
  }

  @Override
  public void channelUnregistered(ServerSocketChannel channel, Throwable cause) {
    LOG.log(Level.DEBUG, "accepts no more", cause);
  }

  /** Has the loop let go of the socket, which is closed. */
  void end() {
    loop.execute(() -> {});
  }
}
