package io.felucca.ctl;

import io.felucca.api.Scope;
import io.felucca.grpc.GrpcChannel;
import io.felucca.wire.call.ScopeToCalls;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A connection to the daemon for one command. */
final class Connection implements AutoCloseable {
  private static final String DEFAULT_SECONDS = "60";

  private final ManagedChannel channel;
  private final Scope scope;

  private Connection(ManagedChannel channel, Scope scope) {
    this.channel = channel;
    this.scope = scope;
  }

  /** Connects as the flags say. */
  static Connection open(Arguments line) {
    return open(line.address(), line.flag("namespace", ""), seconds(line));
  }

  static Connection open(String address, String namespace, int seconds) {
    Path socket = Path.of(address);
    if (!Files.exists(socket)) {
      throw new NoDaemonException(
          "no daemon at " + address + ": no such socket; say where it is with --address");
    }
    Scope scope = Scope.of(namespace).withDeadline(Instant.now().plusSeconds(seconds));
    return new Connection(GrpcChannel.unix(socket, Runnable::run), scope);
  }

  private static int seconds(Arguments line) {
    String given = line.flag("timeout", DEFAULT_SECONDS);
    try {
      return Integer.parseUnsignedInt(given);
    } catch (NumberFormatException e) {
      throw new UsageException("--timeout must be a number of seconds, not \"" + given + "\"");
    }
  }

  /** What stubs are made of: calls carry the namespace and end at the deadline. */
  Channel channel() {
    return ClientInterceptors.intercept(channel, new ScopeToCalls(scope));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
