package io.felucca.wire.proxy;

import io.felucca.api.Fault;
import io.felucca.grpc.GrpcChannel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the process of a plugin listens: {@code /path}, {@code unix:///path}, or a port of this
 * machine ({@code 127.0.0.1:5000}, also with {@code dns:///} in front); the protocol has no
 * encryption, so other machines are refused.
 *
 * @param text the path, or host and port
 * @param socket what to connect to
 */
record Address(String text, SocketAddress socket) {
  private static final Pattern PORT = Pattern.compile("(?:(?:dns|tcp):/*)?(.+):(\\d{1,5})");
  private static final Pattern UNIX = Pattern.compile("(?:unix:(?://)?)?(/.+)");

  /** Reads an address; an invalid argument where it is none. */
  static Address parse(String text) {
    Matcher unix = UNIX.matcher(text);
    if (unix.matches()) {
      String path = unix.group(1);
      return new Address(path, UnixDomainSocketAddress.of(path));
    }
    Matcher port = PORT.matcher(text);
    if (port.matches()) {
      return ofPort(port.group(1), Integer.parseInt(port.group(2)));
    }
    throw Fault.invalid("address \"%s\" must be the absolute path of a unix socket", text);
  }

  private static Address ofPort(String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (!address.isLoopbackAddress()) {
        throw Fault.invalid("address %s:%d is not on this machine", host, port);
      }
      return new Address(host + ":" + port, new InetSocketAddress(address, port));
    } catch (UnknownHostException e) {
      throw Fault.invalid("address %s:%d: unknown host", host, port);
    }
  }

  /** A channel that is not connected yet; callbacks run where bytes come in. */
  ManagedChannel channel() {
    return socket instanceof UnixDomainSocketAddress unix
        ? GrpcChannel.unix(Path.of(unix.getPath().toString()), Runnable::run)
        : GrpcChannel.tcp((InetSocketAddress) socket, Runnable::run);
  }

  /** Why nobody can connect just now, in the system's words; empty where one can. At once. */
  String obstacle() {
    try (SocketChannel probe = open()) {
      probe.configureBlocking(false);
      probe.connect(socket);
      return "";
    } catch (IOException e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  private SocketChannel open() throws IOException {
    return socket instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }
}
