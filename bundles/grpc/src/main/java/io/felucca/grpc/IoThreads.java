package io.felucca.grpc;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.ThreadFactory;

/**
 * The few threads that move bytes; calls run on the executor of the server or channel, never here.
 */
final class IoThreads {
  private static final long STACK_BYTES = 256 << 10;

  private IoThreads() {}

  private static EventLoopGroup of(String name) {
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(null, task, name, STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        };
    return new NioEventLoopGroup(1, factory);
  }

  /** One loop for all servers of the process, started by the first of them and kept. */
  static EventLoopGroup ofServers() {
    return Servers.GROUP;
  }

  /** One loop for all channels of the process, started by the first of them and kept. */
  static EventLoopGroup ofChannels() {
    return Channels.GROUP;
  }

  private static final class Servers {
    static final EventLoopGroup GROUP = of("grpc-io");
  }

  private static final class Channels {
    static final EventLoopGroup GROUP = of("grpc-channel-io");
  }
}
