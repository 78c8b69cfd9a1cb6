package io.felucca.itests.hotswap;

import io.felucca.grpc.GrpcChannel;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.snapshots.SnapshotsGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Clients that prepare and remove snapshots without a pause, each call timed, each failure kept.
 */
final class Load implements AutoCloseable {
  private final ManagedChannel channel;
  private final SnapshotsGrpc.SnapshotsBlockingStub stub;
  private final String snapshotter;
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  Load(String address, String snapshotter, int clients) {
    this.snapshotter = snapshotter;
    channel = GrpcChannel.unix(Path.of(address), Runnable::run);
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER), "load");
    stub =
        SnapshotsGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    for (int i = 0; i < clients; i++) {
      String name = "client-" + i;
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
              stub.prepare(
                  PrepareSnapshotRequest.newBuilder()
                      .setSnapshotter(snapshotter)
                      .setKey(key)
                      .putLabels("containerd.io/gc.root", "load")
                      .build()));
      timed(
          () ->
              stub.remove(
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
    millis.add((System.nanoTime() - began) / 1e6);
  }

  /** The latencies since the last time, in milliseconds, sorted. */
  List<Double> latencies() {
    ConcurrentLinkedQueue<Double> seen = millis;
    millis = new ConcurrentLinkedQueue<>();
    return seen.stream().sorted().toList();
  }

  /** How many calls have ended since {@link #latencies} was asked last. */
  int calls() {
    return millis.size();
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
    channel.shutdownNow();
  }
}
