package io.felucca.grpc;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A gRPC server that listens from the moment it exists until it is closed.
 *
 * <pre>{@code
 * SocketFile socket = SocketFile.at(Path.of("/run/felucca/felucca.sock")).ownedBy(0, 998);
 * GrpcServer server = GrpcServer.unix(socket, MessageSizes.USUAL, executor, s -> s.fallbackHandlerRegistry(services));
 * ...
 * server.stop(Duration.ofSeconds(5));
 * }</pre>
 */
public final class GrpcServer implements AutoCloseable {
  /** How long the threads must have had nothing to do before they go, and when they go anyway. */
  private static final int QUIET_MS = 50;

  private static final int QUIET_LIMIT_MS = 1000;

  /**
   * What a client may send ahead. Fixed: on one machine there is nothing to find out, and measuring
   * the line would cost a ping for every message.
   */
  private static final int WINDOW_BYTES = 1 << 20;

  private final Server server;
  private final EventLoopGroup io;
  private final SocketPlace place;

  private GrpcServer(Server server, EventLoopGroup io, SocketPlace place) {
    this.server = server;
    this.io = io;
    this.place = place;
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
    SocketPlace place = SocketPlace.take(file, Umask.current());
    EventLoopGroup io = IoThreads.of("grpc-io");
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(place.address(), InsecureServerCredentials.create())
            .channelType(NioServerDomainSocketChannel.class)
            .withChildOption(ChannelOption.SO_KEEPALIVE, null); // TCP only: netty would warn
    GrpcServer server = new GrpcServer(build(builder, io, sizes, executor, setup), io, place);
    server.start();
    return server;
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
    EventLoopGroup io = IoThreads.of("grpc-tcp-io");
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials)
            .channelType(NioServerSocketChannel.class);
    GrpcServer server = new GrpcServer(build(builder, io, sizes, executor, setup), io, null);
    server.start();
    return server;
  }

  /** The TCP port, -1 for a unix socket. */
  public int port() {
    return server.getPort();
  }

  /** Takes no more calls; those under way go on until {@link #stop}. */
  public void refuse() {
    server.shutdown();
  }

  /**
   * Stops taking calls, lets those in flight end within the grace and cancels the rest.
   *
   * @param grace how long calls in flight may take; zero cancels at once
   */
  public void stop(Duration grace) {
    server.shutdown();
    if (!awaitEnd(grace)) {
      server.shutdownNow();
      awaitEnd(Duration.ofSeconds(1));
    }
    release();
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private static Server build(
      NettyServerBuilder builder,
      EventLoopGroup io,
      MessageSizes sizes,
      Executor executor,
      Consumer<ServerBuilder<?>> setup) {
    setup.accept(builder);
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

  private void start() throws IOException {
    try {
      server.start();
      if (place != null) {
        place.open();
      }
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

  private void release() {
    io.shutdownGracefully(QUIET_MS, QUIET_LIMIT_MS, TimeUnit.MILLISECONDS);
    try {
      if (place != null) {
        place.leave();
      }
    } catch (IOException e) {
      System.getLogger("io.felucca.grpc").log(System.Logger.Level.WARNING, "socket not removed", e);
    }
  }
}
