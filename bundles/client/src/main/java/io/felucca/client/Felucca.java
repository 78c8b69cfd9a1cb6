package io.felucca.client;

import io.felucca.api.Scope;
import io.felucca.client.call.Caller;
import io.felucca.client.call.Line;
import io.felucca.client.call.Threads;
import io.felucca.grpc.GrpcChannel;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A connection to a daemon: Felucca, or containerd from 1.6 on.
 *
 * <pre>{@code
 * try (Felucca client = Felucca.connect("/run/containerd/containerd.sock")) {
 *   System.out.println(client.server().version().version());
 * }
 * }</pre>
 *
 * <p>Closing fails the calls that are under way; work in many steps that is cut off so leaves its
 * lease, which expires after a day. An interrupt of the working thread ends it in good order. Tasks
 * go on; their streams should be let go with {@link TaskProcess#close} first.
 */
public final class Felucca implements AutoCloseable {
  /** Its message about a native library that is not wanted is no news to anybody. */
  private static final Logger CHATTY = Logger.getLogger("io.grpc.netty.TcpMetrics");

  static {
    if (CHATTY.getLevel() == null) {
      CHATTY.setLevel(Level.WARNING);
    }
  }

  private final Line line;
  private final Caller caller;
  private final String namespace;

  private Felucca(Line line, Caller caller, String namespace) {
    this.line = line;
    this.caller = caller;
    this.namespace = namespace;
  }

  /**
   * Connects to a daemon's socket with the usual options.
   *
   * @throws io.felucca.api.Fault UNAVAILABLE where no daemon answers there
   */
  public static Felucca connect(String address) {
    return connect(ConnectOptions.to(address));
  }

  /**
   * Connects to a daemon.
   *
   * @throws io.felucca.api.Fault UNAVAILABLE where no daemon answers in time
   */
  public static Felucca connect(ConnectOptions options) {
    ExecutorService executor = Threads.pool();
    Line line =
        new Line(
            options.socket().toString(),
            GrpcChannel.unix(options.socket(), executor),
            options.reconnect());
    Caller caller = new Caller(line, Scope.daemon(), options.timeout(), executor);
    try {
      caller.connect();
      return new Felucca(line, caller, options.namespace());
    } catch (RuntimeException e) {
      line.close();
      throw e;
    }
  }

  /** A namespace; an invalid argument where the name is malformed. It need not exist yet. */
  public Workspace namespace(String name) {
    return new Workspace(caller.in(name));
  }

  /** The namespace that was chosen with the options. */
  public Workspace namespace() {
    return namespace(namespace);
  }

  public Namespaces namespaces() {
    return new Namespaces(caller);
  }

  /** Events of all namespaces. */
  public EventFeed events() {
    return new EventFeed(caller);
  }

  /** The daemon about itself. */
  public Server server() {
    return new Server(caller);
  }

  @Override
  public void close() {
    line.close();
  }
}
