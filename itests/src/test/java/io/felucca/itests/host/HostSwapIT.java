package io.felucca.itests.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Leftovers;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.SwapRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.Test;

/** A snapshotter is replaced in the host while others call it. */
public class HostSwapIT {
  private static final int CLIENTS = 4;
  private static final int TIMES = 30;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(CLIENTS);
  private volatile boolean ended;

  @Test
  public void replacementsFailNoCall() throws Exception {
    Path folder = Files.createTempDirectory("felucca-host");
    try (Host host = new Host(folder, "--snapshotter", "native")) {
      host.start();
      List<Thread> clients = IntStream.range(0, CLIENTS).mapToObj(i -> client(host, i)).toList();
      clients.forEach(Thread::start);
      begun.await();
      try (Rpc rpc = new Rpc(host.address(), "")) {
        swaps(PluginsGrpc.newBlockingStub(rpc.channel()));
      }
      ended = true;
      for (Thread client : clients) {
        client.join();
      }
    }
    assertEquals(List.of(), List.copyOf(failures));
    assertTrue(calls + " calls", calls.get() > TIMES);
    Leftovers.settled(folder).removeAndComplain();
  }

  private static void swaps(PluginsGrpc.PluginsBlockingStub admin) {
    for (int i = 0; i < TIMES; i++) {
      String id = i % 2 == 0 ? "native" : "overlayfs";
      admin.swap(
          SwapRequest.newBuilder().setType("io.containerd.snapshotter.v1").setId(id).build());
    }
  }

  private Thread client(Host host, int number) {
    // a name that is none of ours, as a peer's configuration has it, or one of ours
    String snapshotter = number % 2 == 0 ? "anything" : "overlayfs";
    return new Thread(() -> work(host, snapshotter, "client-" + number), "client-" + number);
  }

  private void work(Host host, String snapshotter, String key) {
    try (Rpc rpc = new Rpc(host.address(), "")) {
      while (!ended) {
        rpc.snapshots()
            .prepare(
                PrepareSnapshotRequest.newBuilder()
                    .setSnapshotter(snapshotter)
                    .setKey(key)
                    .build());
        rpc.snapshots()
            .remove(
                RemoveSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build());
        calls.addAndGet(2);
        begun.countDown();
      }
    } catch (RuntimeException e) {
      failures.add(e);
      begun.countDown();
    }
  }
}
