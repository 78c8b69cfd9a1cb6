package io.felucca.ttrpc;

import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The address of a ttrpc socket as shims print it: {@code unix:///run/containerd/s/0f1e...}, with
 * an optional {@code ttrpc+} in front, or a bare absolute path.
 *
 * <p>Abstract sockets (a path that begins with NUL or {@code @}, printed by shims before 1.4) and
 * vsock are refused with UNIMPLEMENTED: the JDK opens neither.
 */
public final class TtrpcAddress {
  /** Longest path a unix socket address can hold without its closing NUL (unix(7)). */
  private static final int MAX_PATH = 107;

  private final Path path;

  private TtrpcAddress(Path path) {
    this.path = path;
  }

  /**
   * Reads an address.
   *
   * @throws TtrpcException UNIMPLEMENTED for a transport the JDK lacks, INVALID_ARGUMENT for what
   *     is no address at all
   */
  public static TtrpcAddress parse(String text) {
    String rest = text.strip();
    rest = rest.startsWith("ttrpc+") ? rest.substring("ttrpc+".length()) : rest;
    refuseForeign(rest, text);
    rest = rest.startsWith("unix://") ? rest.substring("unix://".length()) : rest;
    if (rest.startsWith("\0") || rest.startsWith("@")) {
      throw new TtrpcException(
          TtrpcCode.UNIMPLEMENTED,
          "address "
              + text.replace('\0', '@')
              + ": abstract unix sockets are not supported, only unix:///path");
    }
    if (!rest.startsWith("/")) {
      throw new TtrpcException(
          TtrpcCode.INVALID_ARGUMENT, "address \"" + text + "\" is not unix:///path");
    }
    return of(Path.of(rest));
  }

  /**
   * The address of a socket file.
   *
   * @throws TtrpcException INVALID_ARGUMENT when the path does not fit into a socket address
   */
  public static TtrpcAddress of(Path path) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH) {
      throw new TtrpcException(
          TtrpcCode.INVALID_ARGUMENT,
          "socket path " + path + " has " + length + " bytes, at most " + MAX_PATH + " fit");
    }
    return new TtrpcAddress(path);
  }

  /** The socket's file. */
  public Path path() {
    return path;
  }

  @Override
  public String toString() {
    return "unix://" + path;
  }

  UnixDomainSocketAddress toSocketAddress() {
    return UnixDomainSocketAddress.of(path);
  }

  private static void refuseForeign(String rest, String text) {
    for (String scheme : List.of("vsock", "hvsock", "npipe", "tcp", "grpc+unix", "grpc+vsock")) {
      if (rest.startsWith(scheme + "://")) {
        throw new TtrpcException(
            TtrpcCode.UNIMPLEMENTED,
            "address " + text + ": " + scheme + " is not supported, only unix:///path");
      }
    }
  }
}
