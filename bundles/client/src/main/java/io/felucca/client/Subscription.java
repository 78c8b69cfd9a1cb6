package io.felucca.client;

import io.felucca.client.call.Listening;
import java.util.concurrent.CompletableFuture;

/** Events being heard, until this is closed. */
public final class Subscription implements AutoCloseable {
  private final Listening listening;

  Subscription(Listening listening) {
    this.listening = listening;
  }

  /**
   * Completes when this is closed; fails with UNAVAILABLE where the connection is lost, and with
   * the listener's exception where that failed.
   */
  public CompletableFuture<Void> ended() {
    return listening.ended().copy();
  }

  @Override
  public void close() {
    listening.close();
  }
}
