package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.Rpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Clients of every service at once, each on a thread and a connection of its own. */
final class Traffic implements AutoCloseable {
  static final String NAMESPACE = "traffic";

  private final Meter meter = new Meter();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Rpc> sockets = new ArrayList<>();
  private final String address;
  private final long pauseMillis;
  private volatile boolean ended;

  /**
   * @param pauseMillis how long each client rests between two rounds
   */
  Traffic(String address, long pauseMillis) {
    this.address = address;
    this.pauseMillis = pauseMillis;
  }

  /** Starts one client. */
  Traffic add(String name, Client client) {
    Rpc rpc = new Rpc(address, NAMESPACE);
    sockets.add(rpc);
    Thread thread = new Thread(() -> work(name, client, rpc), name);
    threads.add(thread);
    thread.start();
    return this;
  }

  /** Starts one client of each kind. */
  Traffic addAll() {
    Clients.all().forEach(this::add);
    return this;
  }

  Meter meter() {
    return meter;
  }

  private void work(String name, Client client, Rpc rpc) {
    for (int round = 0; !ended; round++) {
      try {
        client.round(new Round(rpc, meter, name + "-" + round, () -> ended));
      } catch (RuntimeException noted) {
        // the meter has it; the rest of the round would only fail for the same reason
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
    }
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
    sockets.forEach(Rpc::close);
  }
}
