package io.felucca.grpc;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A server's part in a listening socket that is somebody else's: closing it leaves the socket open.
 * It also knows the connections that came in.
 *
 * <p>All of that happens on its event loop, which is that of the connections too.
 */
final class Door extends AbstractServerChannel {
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final Doorman doorman;
  private final Set<Channel> inside = new HashSet<>();
  private volatile boolean bound;
  private volatile boolean closed;
  private boolean turnedAway;
  private Runnable lastLeft;
  private Runnable ended;

  Door(Doorman doorman) {
    this.doorman = doorman;
  }

  /** Lets nobody in any more; {@code lastLeft} runs when no connection is left. */
  void turnAway(Runnable lastLeft) {
    Runnable task =
        () -> {
          turnedAway = true;
          this.lastLeft = lastLeft;
          doorman.closed(this);
          tell();
        };
    eventLoop().submit(task).syncUninterruptibly();
  }

  /** {@code ended} runs once this is closed and no connection is left. */
  void whenEnded(Runnable ended) {
    eventLoop()
        .execute(
            () -> {
              this.ended = ended;
              tell();
            });
  }

  /**
   * Ends all connections as they would end if the process died: clients see a lost connection, not
   * calls that were given up.
   */
  void cut() {
    if (bound) {
      eventLoop().submit(this::closeAll).syncUninterruptibly();
      // a connection counts as ended before its calls hear of it, which the loop does next
      eventLoop().submit(() -> {}).syncUninterruptibly();
    }
  }

  /** Without the farewell of the handlers, which would wait for the clients' calls. */
  private void closeAll() {
    List.copyOf(inside).forEach(each -> each.unsafe().close(each.voidPromise()));
  }

  void enter(Channel connection) {
    inside.add(connection);
    connection.pipeline().addFirst(new Farewell());
    connection.closeFuture().addListener(any -> left(connection));
    pipeline().fireChannelRead(connection);
    pipeline().fireChannelReadComplete();
  }

  private void left(Channel connection) {
    inside.remove(connection);
    tell();
  }

  private void tell() {
    if (inside.isEmpty() && closed) {
      run(ended);
      ended = null;
    } else if (inside.isEmpty() && turnedAway) {
      run(lastLeft);
      lastLeft = null;
    }
  }

  private static void run(Runnable next) {
    if (next != null) {
      next.run();
    }
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop instanceof NioEventLoop;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isActive() {
    return bound && !closed;
  }

  /** The socket listens already. */
  @Override
  protected void doBind(SocketAddress address) throws IOException {
    doorman.opened(this);
    bound = true;
  }

  @Override
  protected void doBeginRead() {
    // the doorman says who enters
  }

  @Override
  protected void doClose() {
    closed = true;
    doorman.closed(this);
    eventLoop().execute(this::tell);
  }

  @Override
  protected SocketAddress localAddress0() {
    try {
      return doorman.listening().getLocalAddress();
    } catch (IOException closed) {
      return null;
    }
  }
}
