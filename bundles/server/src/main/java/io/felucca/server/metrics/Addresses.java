package io.felucca.server.metrics;

import io.felucca.api.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** TCP addresses of the configuration. */
final class Addresses {
  private static final int MAX_PORT = 65_535;

  private Addresses() {}

  /** Reads {@code host:port}, {@code [::1]:port} or {@code :port}, which is every interface. */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon < 0 || port < 0 || port > MAX_PORT) {
        throw wrong(text);
      }
      return host.isEmpty()
          ? new InetSocketAddress(port)
          : new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (NumberFormatException e) {
      throw wrong(text);
    } catch (UnknownHostException e) {
      throw Fault.invalid("address \"%s\": host \"%s\" is not known", text, host);
    }
  }

  private static Fault wrong(String text) {
    return Fault.invalid("address \"%s\" is not host:port", text);
  }
}
