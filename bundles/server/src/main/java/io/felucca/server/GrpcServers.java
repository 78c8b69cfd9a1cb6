package io.felucca.server;

import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.grpc.ServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The daemon's gRPC servers: the newest one, which takes new connections, and those before it whose
 * connections have not all ended. They share their sockets and their threads.
 */
@Component(service = GrpcServers.class)
public final class GrpcServers {
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** What has been answered is still to be written. */
  private static final Duration FLUSH = Duration.ofMillis(100);

  private final OpenSockets sockets = new OpenSockets();
  private final ThreadPoolExecutor threads = CallThreads.named("grpc", Rest::begin);

  /** Held by who cuts calls: their threads stay until then. */
  private final Object ending = new Object();

  /** The newest last. Who has ended leaves it on the servers' I/O thread, which takes no lock. */
  private final Deque<Running> running = new ConcurrentLinkedDeque<>();

  /** Begins a server that takes the place of the one that is the newest now, if there is one. */
  synchronized Running begin(SocketFile file, MessageSizes sizes, Consumer<ServerBuilder<?>> setup)
      throws IOException {
    OpenSockets.Held socket = sockets.take(file);
    try {
      GrpcServer server = GrpcServer.on(socket.listener(), sizes, threads, setup);
      Running begun = new Running(server, socket);
      recall(begun);
      running.add(begun);
      return begun;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Clients of servers that went from this path find it again: they need not stay with those. */
  private void recall(Running here) {
    running.stream()
        .filter(one -> one.left && one.socket.path().equals(here.socket.path()))
        .forEach(one -> one.server.refuse());
  }

  private void end(Running one) {
    synchronized (ending) {
      end(retire(one));
    }
  }

  private void end(List<Running> last) {
    if (!last.isEmpty()) {
      last.forEach(each -> each.server.refuse());
      CallThreads.awaitIdle(threads, GRACE);
      last.forEach(Running::cut);
    }
  }

  /** Lets one go that another one stands in for; otherwise tells who is to be cut. */
  private synchronized List<Running> retire(Running one) {
    one.closed = true;
    for (Running other : (Iterable<Running>) running::descendingIterator) {
      if (!other.closed) {
        one.retire(other);
        return List.of();
      }
    }
    return takeAll();
  }

  private synchronized List<Running> takeAll() {
    List<Running> all = new ArrayList<>(running);
    running.clear();
    return all;
  }

  /** Comes while a server ends, on another thread: calls that it cuts are still to learn of it. */
  @Deactivate
  void close() {
    synchronized (ending) {
      end(takeAll());
      threads.shutdown();
    }
  }

  /** A server from its begin to its end. */
  final class Running implements AutoCloseable {
    private final GrpcServer server;
    private final OpenSockets.Held socket;
    private boolean closed;
    private boolean left;

    private Running(GrpcServer server, OpenSockets.Held socket) {
      this.server = server;
      this.socket = socket;
    }

    /**
     * Goes. Where another one stands in for it, all calls go on until they end by themselves:
     * clients go over to that one for their next calls where it is at the same path, and stay
     * otherwise. Where there is none, calls that run may end, for a moment; those that wait for
     * something are cut.
     */
    @Override
    public void close() {
      end(this);
    }

    private void retire(Running other) {
      left = !other.socket.path().equals(socket.path());
      if (left) {
        server.leave();
      } else {
        server.refuse();
      }
      server.whenEnded(() -> running.remove(this));
      socket.close();
    }

    private void cut() {
      server.stop(FLUSH);
      socket.close();
    }
  }
}
