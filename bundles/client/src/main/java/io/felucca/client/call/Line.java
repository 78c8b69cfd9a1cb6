package io.felucca.client.call;

import io.felucca.api.Fault;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connection to a daemon. It is made with the first call and made again when it was lost: calls
 * wait for that for a while, so that they do not notice a restart of the daemon.
 */
public final class Line implements AutoCloseable {
  /** How long after a failed attempt to connect the next one is made, where a call waits for it. */
  private static final long PAUSE_MS = 100;

  private final String address;
  private final ManagedChannel channel;
  private final Duration patience;

  /**
   * @param address path of the socket
   * @param patience how long a call waits for a connection
   */
  public Line(String address, ManagedChannel channel, Duration patience) {
    this.address = address;
    this.channel = channel;
    this.patience = patience;
  }

  String address() {
    return address;
  }

  Duration patience() {
    return patience;
  }

  /**
   * The channel, connected.
   *
   * @throws Fault UNAVAILABLE where the daemon does not listen in time, FAILED_PRECONDITION where
   *     this is closed, CANCELLED where the thread is interrupted
   */
  ManagedChannel connected() {
    long end = System.nanoTime() + patience.toNanos();
    ConnectivityState state = channel.getState(true);
    while (state != ConnectivityState.READY) {
      if (state == ConnectivityState.SHUTDOWN) {
        throw Fault.precondition("the client of %s is closed", address);
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw Fault.unavailable(
            "cannot connect to %s within %s: %s", address, patience, obstacle());
      }
      await(state, left);
      state = channel.getState(true);
    }
    return channel;
  }

  private void await(ConnectivityState state, long nanos) {
    boolean failed = state == ConnectivityState.TRANSIENT_FAILURE;
    CompletableFuture<Void> changed = new CompletableFuture<>();
    channel.notifyWhenStateChanged(state, () -> changed.complete(null));
    long most = failed ? TimeUnit.MILLISECONDS.toNanos(PAUSE_MS) : nanos;
    try {
      changed.get(Math.min(nanos, most), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (failed) {
        channel.resetConnectBackoff();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while connecting to " + address, e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Why nobody can connect, in the system's words. */
  private String obstacle() {
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(address))) {
      return "what listens on " + probe.getRemoteAddress() + " does not answer";
    } catch (IOException e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  /** The channel, in whatever state it is. */
  ManagedChannel channel() {
    return channel;
  }

  boolean isClosed() {
    return channel.isShutdown();
  }

  /** Calls under way fail. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
