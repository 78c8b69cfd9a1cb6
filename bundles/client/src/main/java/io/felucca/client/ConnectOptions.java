package io.felucca.client;

import io.felucca.api.Fault;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a client connects. A value: each method answers a new one.
 *
 * <pre>{@code
 * ConnectOptions options =
 *     ConnectOptions.to("/run/containerd/containerd.sock")
 *         .namespace("demo")
 *         .timeout(Duration.ofSeconds(5))
 *         .reconnect(Duration.ofMinutes(1));
 * try (Felucca client = Felucca.connect(options)) {
 *   Workspace demo = client.namespace();
 * }
 * }</pre>
 *
 * @param socket the daemon's unix socket
 * @param namespace of {@link Felucca#namespace()}; {@code default} unless chosen
 * @param timeout of calls that the daemon answers at once; 60 seconds unless chosen. Work such as
 *     unpacking takes the time that it takes
 * @param reconnect how long a call waits for a connection, with which a client goes on over a
 *     restart of the daemon; 10 seconds unless chosen
 */
public record ConnectOptions(Path socket, String namespace, Duration timeout, Duration reconnect) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration RECONNECT = Duration.ofSeconds(10);

  /**
   * The usual options.
   *
   * @param address a path, or {@code unix://} and a path
   * @throws Fault INVALID_ARGUMENT where it is an address of another kind
   */
  public static ConnectOptions to(String address) {
    String path = address.startsWith("unix://") ? address.substring(7) : address;
    if (path.contains("://")) {
      throw Fault.invalid("address %s is no path of a unix socket", address);
    }
    return new ConnectOptions(Path.of(path), "default", TIMEOUT, RECONNECT);
  }

  public ConnectOptions namespace(String other) {
    return new ConnectOptions(socket, other, timeout, reconnect);
  }

  public ConnectOptions timeout(Duration other) {
    return new ConnectOptions(socket, namespace, other, reconnect);
  }

  public ConnectOptions reconnect(Duration other) {
    return new ConnectOptions(socket, namespace, timeout, other);
  }
}
