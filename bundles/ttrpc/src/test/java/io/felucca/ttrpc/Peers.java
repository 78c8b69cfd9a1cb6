package io.felucca.ttrpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A transport, a socket path and an executor for one test; closes all of it afterwards. */
final class Peers extends ExternalResource {
  static final Duration SOON = Duration.ofSeconds(20);

  private final TemporaryFolder folder = new TemporaryFolder();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private TtrpcTransport transport;

  @Override
  protected void before() throws IOException {
    folder.create();
    transport = new TtrpcTransport("test-ttrpc");
  }

  @Override
  protected void after() {
    transport.close();
    executor.shutdownNow();
    folder.delete();
  }

  TtrpcTransport transport() {
    return transport;
  }

  ExecutorService executor() {
    return executor;
  }

  TtrpcAddress address() {
    return TtrpcAddress.of(Path.of(folder.getRoot().getPath(), "s"));
  }

  TtrpcServer serve(TtrpcServices services) throws IOException {
    return transport.serve(address(), services, executor);
  }

  TtrpcClient connect() {
    return transport.connect(address(), SOON);
  }

  /** A listening socket whose other end the test plays byte by byte. */
  ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address().toSocketAddress());
  }

  /** A socket on a server that the test plays byte by byte. */
  SocketChannel rawClient() throws IOException {
    return SocketChannel.open(address().toSocketAddress());
  }

  static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads one whole frame; null when the peer has hung up. */
  static Frame read(SocketChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
    if (!fill(channel, header)) {
      return null;
    }
    ByteBuffer body = ByteBuffer.allocate(header.getInt(0));
    fill(channel, body);
    return new Frame(header.getInt(4), header.get(8), header.get(9), body.array());
  }

  private static boolean fill(SocketChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        return false;
      }
    }
    return true;
  }
}
