package io.felucca.itests.listeners;

import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.namespaces.ListNamespacesRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that call without a pause: some over one connection, one that connects anew for each
 * call. Each failure is kept.
 */
final class Clients implements AutoCloseable {
  private static final int KEEPING = 3;

  private final String address;
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean ended;

  Clients(String address) {
    this.address = address;
    for (int i = 0; i < KEEPING; i++) {
      start(this::overOneConnection);
    }
    start(this::connectingAnew);
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "client");
    threads.add(thread);
    thread.start();
  }

  private void overOneConnection() {
    try (Rpc rpc = new Rpc(address, "default")) {
      while (!ended) {
        call(rpc);
      }
    }
  }

  private void connectingAnew() {
    while (!ended) {
      try (Rpc rpc = new Rpc(address, "default")) {
        call(rpc);
        call(rpc);
      }
    }
  }

  private void call(Rpc rpc) {
    try {
      rpc.namespaces().list(ListNamespacesRequest.getDefaultInstance());
    } catch (RuntimeException e) {
      failures.add(e);
    }
    calls.incrementAndGet();
  }

  int calls() {
    return calls.get();
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
