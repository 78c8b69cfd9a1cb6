package io.felucca.wire.proxy;

import io.felucca.wire.health.HealthCheckRequest;
import io.felucca.wire.health.HealthCheckResponse;
import io.felucca.wire.health.HealthGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one connection to an address, for all that use it: two instances of a plugin while one is
 * replaced, several plugins of one process, writers that outlive their instance.
 *
 * <p>It is made when it is needed and made again when it was lost. Nobody waits for a process that
 * does not listen: that is asked before each call that finds no connection, which also ends the
 * pause that grpc makes between attempts.
 */
final class Connection {
  private static final Map<String, Connection> OPEN = new HashMap<>();

  /** So many calls may wait for a process that has fallen silent; more are not sent. */
  private static final int PATIENT_CALLS = 16;

  private final Address address;
  private final ManagedChannel channel;
  private final Pulse pulse = new Pulse();
  private final AtomicInteger calls = new AtomicInteger();
  private int users;

  private Connection(Address address) {
    this.address = address;
    this.channel = address.channel();
  }

  /** The connection to {@code address}, to be left in the end. */
  static Connection to(Address address) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(address.text(), text -> new Connection(address)).shared();
    }
  }

  /** One more user of it. */
  Connection shared() {
    synchronized (OPEN) {
      users++;
      return this;
    }
  }

  void leave() {
    synchronized (OPEN) {
      users--;
      if (users > 0) {
        return;
      }
      OPEN.remove(address.text(), this);
    }
    channel.shutdown();
  }

  ManagedChannel channel() {
    return channel;
  }

  /**
   * Counts a call in, to be ended by {@link #end}; or says why it cannot be: nobody listens,
   * nothing has been answered for as long as {@code silence}, or too many are waiting already.
   */
  String begin(Duration silence) {
    String trouble = hopeless(silence);
    if (!trouble.isEmpty()) {
      return trouble;
    }
    if (calls.incrementAndGet() > PATIENT_CALLS && pulse.isWeak()) {
      end();
      return timesOut() + " and " + PATIENT_CALLS + " are waiting";
    }
    return "";
  }

  void end() {
    calls.decrementAndGet();
  }

  /** A call was answered. */
  void served() {
    pulse.served();
  }

  /** A call was not answered within its time. */
  void late() {
    pulse.late();
  }

  /** Why nobody can connect; empty where it is connected or could be. */
  private String obstacle() {
    ConnectivityState state = channel.getState(false);
    if (state == ConnectivityState.READY || state == ConnectivityState.CONNECTING) {
      return "";
    }
    String obstacle = address.obstacle();
    if (obstacle.isEmpty()) {
      channel.resetConnectBackoff();
      return "";
    }
    return "cannot connect to " + address.text() + ": " + obstacle;
  }

  /** What is missing just now, empty for nothing; at once. Asking leads to a fresh answer soon. */
  String trouble() {
    String obstacle = obstacle();
    if (!obstacle.isEmpty()) {
      return obstacle;
    }
    ask();
    return pulse.isWeak() ? timesOut() : "";
  }

  /** Why a call is in vain: nobody is there, or nothing has been answered for so long. */
  String hopeless(Duration silence) {
    String obstacle = obstacle();
    if (!obstacle.isEmpty()) {
      return obstacle;
    }
    ask();
    return pulse.silence().compareTo(silence) < 0 ? "" : timesOut();
  }

  private String timesOut() {
    return "calls to " + address.text() + " time out";
  }

  /** Asks for its health; that it answers at all is all that counts. */
  private void ask() {
    if (pulse.isDue()) {
      Context.ROOT.run(this::startToAsk);
    }
  }

  private void startToAsk() {
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(Pulse.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .withWaitForReady();
    ClientCall<HealthCheckRequest, HealthCheckResponse> call =
        channel.newCall(HealthGrpc.getCheckMethod(), options);
    call.start(new Answer(), new Metadata());
    call.request(1);
    call.sendMessage(HealthCheckRequest.getDefaultInstance());
    call.halfClose();
  }

  private final class Answer extends ClientCall.Listener<HealthCheckResponse> {
    @Override
    public void onClose(Status status, Metadata trailers) {
      boolean inTime = status.getCode() != Status.Code.DEADLINE_EXCEEDED;
      if (inTime && status.getCode() != Status.Code.UNAVAILABLE) {
        pulse.answered();
      }
      pulse.ended(inTime);
    }
  }
}
