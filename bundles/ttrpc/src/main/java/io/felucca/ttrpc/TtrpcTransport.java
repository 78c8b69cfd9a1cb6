package io.felucca.ttrpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Makes clients and servers that share one daemon thread, whatever their number. The thread starts
 * with the first of them.
 *
 * <pre>{@code
 * try (TtrpcTransport transport = new TtrpcTransport("shims")) {
 *   TtrpcClient client = transport.connect(TtrpcAddress.parse("unix:///run/containerd/s/0f1e"), Duration.ofSeconds(5));
 *   byte[] answer = client.call("containerd.task.v2.Task", "Connect", request, Metadata.none(), Duration.ofSeconds(2)).join();
 * }
 * }</pre>
 */
public final class TtrpcTransport implements AutoCloseable {
  private final Loop loop;

  /**
   * A transport whose thread has the given name.
   *
   * @throws TtrpcException RESOURCE_EXHAUSTED when the process has no file descriptors left
   */
  public TtrpcTransport(String threadName) {
    try {
      loop = new Loop(threadName);
    } catch (IOException e) {
      throw new TtrpcException(
          TtrpcCode.RESOURCE_EXHAUSTED, "no selector for ttrpc: " + e.getMessage(), e);
    }
  }

  /**
   * Connects to a socket; blocks the caller for at most the timeout.
   *
   * @param timeout {@link TtrpcClient#NO_TIMEOUT} for no limit
   * @throws TtrpcException UNAVAILABLE when nobody listens there, DEADLINE_EXCEEDED
   */
  public TtrpcClient connect(TtrpcAddress address, Duration timeout) {
    Timers.Timer timer = null;
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      timer = timeout.isZero() ? null : giveUp(channel, timeout);
      return connect(channel, address);
    } catch (ClosedChannelException e) {
      throw new TtrpcException(
          TtrpcCode.DEADLINE_EXCEEDED,
          "no connection to " + address + " within " + timeout.toMillis() + " ms",
          e);
    } catch (IOException e) {
      throw new TtrpcException(
          TtrpcCode.UNAVAILABLE, "cannot connect to " + address + ": " + e.getMessage(), e);
    } finally {
      if (timer != null) {
        loop.timers().cancel(timer);
      }
    }
  }

  private TtrpcClient connect(SocketChannel channel, TtrpcAddress address) throws IOException {
    try {
      channel.connect(address.toSocketAddress());
      ClientConnection client = new ClientConnection(loop, channel, address.toString());
      client.open();
      return client;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private Timers.Timer giveUp(SocketChannel channel, Duration timeout) {
    loop.execute(() -> {}); // the thread that keeps the time
    return loop.timers().after(Durations.nanos(timeout), () -> closeQuietly(channel));
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(TtrpcTransport.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }

  /**
   * Answers whoever connects to a listening socket, which the server owns from now on.
   *
   * @param executor runs the handlers, which may block
   */
  public TtrpcServer serve(ServerSocketChannel listening, TtrpcServices services, Executor executor)
      throws IOException {
    TtrpcServer server = new TtrpcServer(loop, listening, services, executor);
    server.open();
    return server;
  }

  /**
   * Listens on a socket file and answers there. A file left by a process that has died must be
   * removed before.
   */
  public TtrpcServer serve(TtrpcAddress address, TtrpcServices services, Executor executor)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      return serve(channel.bind(address.toSocketAddress()), services, executor);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Closes all clients and servers. Their callbacks run on the transport's thread, after this has
   * returned.
   */
  @Override
  public void close() {
    loop.close();
  }
}
