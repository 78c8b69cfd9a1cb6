package io.felucca.grpc;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Opens gRPC channels on unix sockets, and on ports of this machine. */
public final class GrpcChannel {
  private GrpcChannel() {}

  /**
   * Opens a plaintext HTTP/2 channel on a unix socket. Nothing is connected before the first call;
   * a lost connection is made anew by later calls.
   *
   * @param socket path of the socket, at most 106 bytes
   * @param executor runs the callbacks of asynchronous calls
   */
  public static ManagedChannel unix(Path socket, Executor executor) {
    return NettyChannelBuilder.forAddress(
            UnixDomainSocketAddress.of(socket), InsecureChannelCredentials.create())
        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
        .eventLoopGroup(IoThreads.ofChannels())
        .withOption(ChannelOption.SO_KEEPALIVE, null) // TCP only: netty would warn
        .overrideAuthority("localhost")
        .maxInboundMessageSize(MessageSizes.USUAL.receive())
        .executor(executor)
        .build();
  }

  /**
   * Opens a plaintext HTTP/2 channel on a TCP port, otherwise as {@link #unix}.
   *
   * @param address resolved, and trusted: nothing is encrypted
   */
  public static ManagedChannel tcp(InetSocketAddress address, Executor executor) {
    return NettyChannelBuilder.forAddress(address, InsecureChannelCredentials.create())
        .channelType(NioSocketChannel.class, InetSocketAddress.class)
        .eventLoopGroup(IoThreads.ofChannels())
        .maxInboundMessageSize(MessageSizes.USUAL.receive())
        .executor(executor)
        .build();
  }
}
