package io.felucca.grpc;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A gRPC server that accepts connections from the moment it exists until it is closed.
 *
 * <pre>{@code
 * SocketFile socket = SocketFile.at(Path.of("/run/felucca/felucca.sock")).ownedBy(0, 998);
 * GrpcServer server = GrpcServer.unix(socket, MessageSizes.USUAL, executor, s -> s.fallbackHandlerRegistry(services));
 * ...
 * server.stop(Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>On a socket that is somebody else's ({@link #on}) another server may take its place without
 * any client noticing: the other one begins, then this one {@linkplain #refuse refuses}.
 */
public final class GrpcServer implements AutoCloseable {
  /**
   * What a client may send ahead. Fixed: on one machine there is nothing to find out, and measuring
   * the line would cost a ping for every message.
   */
  private static final int WINDOW_BYTES = 1 << 20;

  private final Server server;
  private final Door door;
  private final SocketListener own;

  private GrpcServer(Server server, Door door, SocketListener own) {
    this.server = server;
    this.door = door;
    this.own = own;
  }

  /**
   * Listens on a unix socket. Nobody can connect before its mode and owner are set. A file left by
   * a dead daemon is replaced.
   *
   * @param sizes how large messages may be
   * @param executor runs the calls; closing it is the caller's
   * @param setup adds services and interceptors
   * @throws java.net.BindException if another daemon answers on that path, or it is no socket
   * @throws IOException if the socket cannot be made, or its mode or owner cannot be set
   */
  public static GrpcServer unix(
      SocketFile file, MessageSizes sizes, Executor executor, Consumer<ServerBuilder<?>> setup)
      throws IOException {
    SocketListener listener = SocketListener.bind(file);
    return on(listener, listener, sizes, executor, setup);
  }

  /**
   * Accepts on a socket that listens already and goes on listening when this is closed; parameters
   * as in {@link #unix}.
   */
  public static GrpcServer on(
      SocketListener listener,
      MessageSizes sizes,
      Executor executor,
      Consumer<ServerBuilder<?>> setup)
      throws IOException {
    return on(listener, null, sizes, executor, setup);
  }

  private static GrpcServer on(
      SocketListener listener,
      SocketListener own,
      MessageSizes sizes,
      Executor executor,
      Consumer<ServerBuilder<?>> setup)
      throws IOException {
    Door door = new Door(listener.doorman());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                listener.channel().getLocalAddress(), InsecureServerCredentials.create())
            .channelFactory(() -> door)
            .withChildOption(ChannelOption.SO_KEEPALIVE, null); // TCP only: netty would warn
    return new GrpcServer(build(builder, sizes, executor, setup), door, own).started();
  }

  /**
   * Listens on a TCP port, 0 for any free one.
   *
   * @param credentials TLS, or {@link InsecureServerCredentials} where the address is trusted
   */
  public static GrpcServer tcp(
      InetSocketAddress address,
      ServerCredentials credentials,
      MessageSizes sizes,
      Executor executor,
      Consumer<ServerBuilder<?>> setup)
      throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials)
            .channelType(NioServerSocketChannel.class);
    return new GrpcServer(build(builder, sizes, executor, setup), null, null).started();
  }

  /** The TCP port, -1 for a unix socket. */
  public int port() {
    return server.getPort();
  }

  /**
   * Accepts no more connections and tells the clients of those that are there to use others for
   * their next calls; calls under way go on until they end or {@link #stop} cuts them.
   */
  public void refuse() {
    server.shutdown();
  }

  /**
   * Accepts no more connections; clients of those that are there use them as long as they like.
   * When this returns nobody is accepted any more. Only for unix sockets.
   */
  public void leave() {
    door.turnAway(server::shutdown);
  }

  /**
   * Tells when the last connection has ended after {@link #refuse} or {@link #leave}, on a thread
   * that must not be held. Only for unix sockets.
   */
  public void whenEnded(Runnable then) {
    door.whenEnded(then);
  }

  /**
   * Stops taking calls, lets those in flight end within the grace and cuts the rest: their clients
   * see UNAVAILABLE, with which they know that they may come again. On TCP they see CANCELLED.
   *
   * @param grace how long calls in flight may take; zero cuts at once
   */
  public void stop(Duration grace) {
    server.shutdown();
    if (!awaitEnd(grace)) {
      if (door != null) {
        door.cut();
      }
      server.shutdownNow();
      awaitEnd(Duration.ofSeconds(1));
    }
    closeSocket();
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private static Server build(
      NettyServerBuilder builder,
      MessageSizes sizes,
      Executor executor,
      Consumer<ServerBuilder<?>> setup) {
    setup.accept(builder);
    EventLoopGroup io = IoThreads.ofServers();
    return builder
        .bossEventLoopGroup(io)
        .workerEventLoopGroup(io)
        .directExecutor()
        .flowControlWindow(WINDOW_BYTES)
        .maxInboundMessageSize(sizes.receive())
        .intercept(new MessageLimit(sizes.send()))
        .intercept(new Offload(executor)) // the last is the outermost
        .build();
  }

  private GrpcServer started() throws IOException {
    try {
      server.start();
      return this;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private boolean awaitEnd(Duration time) {
    try {
      return server.awaitTermination(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void closeSocket() {
    try {
      if (own != null) {
        own.close();
      }
    } catch (IOException e) {
      System.getLogger("io.felucca.grpc").log(Level.WARNING, "socket not removed", e);
    }
  }
}
