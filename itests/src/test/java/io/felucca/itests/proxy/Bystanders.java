package io.felucca.itests.proxy;

import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Clients of one snapshotter, mostly another one of the same daemon: they prepare and remove
 * without a pause, and none of their calls may fail or wait because of what happens to a proxy.
 */
final class Bystanders implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final Rpc rpc;
  private final String snapshotter;
  private List<Double> millis = new ArrayList<>();
  private volatile boolean ended;

  Bystanders(String address, int clients) {
    this(address, "overlayfs", clients);
  }

  Bystanders(String address, String snapshotter, int clients) {
    this.snapshotter = snapshotter;
    rpc = new Rpc(address, "bystanders");
    for (int i = 0; i < clients; i++) {
      String name = snapshotter + "-" + i;
      Thread thread = new Thread(() -> work(name), name);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(String name) {
    for (int i = 0; !ended; i++) {
      String key = name + "-" + i;
      timed(
          () ->
              rpc.snapshots()
                  .prepare(
                      PrepareSnapshotRequest.newBuilder()
                          .setSnapshotter(snapshotter)
                          .setKey(key)
                          .putLabels("containerd.io/gc.root", "bystander")
                          .build()));
      timed(
          () ->
              rpc.snapshots()
                  .remove(
                      RemoveSnapshotRequest.newBuilder()
                          .setSnapshotter(snapshotter)
                          .setKey(key)
                          .build()));
    }
  }

  private void timed(Runnable call) {
    long began = System.nanoTime();
    try {
      call.run();
    } catch (RuntimeException e) {
      failures.add(e);
    }
    note((System.nanoTime() - began) / 1e6);
  }

  private synchronized void note(double time) {
    millis.add(time);
  }

  /** How many calls have ended since the last report. */
  synchronized int calls() {
    return millis.size();
  }

  /** Prints how long their calls took since the last time. */
  synchronized void report(String meanwhile) {
    List<Double> sorted = millis.stream().sorted().toList();
    millis = new ArrayList<>();
    System.out.printf(
        "%-34s %6d calls on %s, p50 %6.2f ms, p99 %6.2f ms, max %7.2f ms, %d failed%n",
        meanwhile,
        sorted.size(),
        snapshotter,
        at(sorted, 0.5),
        at(sorted, 0.99),
        at(sorted, 1),
        failed());
  }

  private int failed() {
    return failures.size();
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
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
    rpc.close();
  }
}
