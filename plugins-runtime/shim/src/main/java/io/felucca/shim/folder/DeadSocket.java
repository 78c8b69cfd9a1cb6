package io.felucca.shim.folder;

import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The socket file of a shim that was killed: nobody else would ever remove it. */
public final class DeadSocket {
  /** A younger file may belong to a shim that is just starting and does not listen yet. */
  private static final Duration YOUNG = Duration.ofSeconds(1);

  private DeadSocket() {}

  /**
   * Whether nobody listens there, which outlasts no shim: the file is missing, or refuses. False
   * where that cannot be told. An address that is none leads to nobody.
   */
  public static boolean is(Endpoint endpoint) {
    try {
      Path path = TtrpcAddress.parse(endpoint.address()).path();
      return Files.notExists(path) || isDead(path);
    } catch (TtrpcException e) {
      return e.code() == TtrpcCode.INVALID_ARGUMENT;
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes the file if nobody listens there. */
  public static void remove(Endpoint endpoint) {
    try {
      Path path = TtrpcAddress.parse(endpoint.address()).path();
      if (Files.exists(path) && isOld(path) && isDead(path)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | TtrpcException e) {
      System.getLogger("io.felucca.shim")
          .log(System.Logger.Level.DEBUG, "socket of a dead shim stays: " + e.getMessage());
    }
  }

  private static boolean isOld(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toInstant().isBefore(Instant.now().minus(YOUNG));
  }

  private static boolean isDead(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false); // the queue of one that hangs may be full
      channel.connect(UnixDomainSocketAddress.of(path));
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }
}
