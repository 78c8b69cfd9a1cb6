package io.felucca.itests.bench;

import com.google.protobuf.Any;
import io.felucca.itests.fixture.Command;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.ContainersGrpc;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.containers.ListContainersRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.snapshots.SnapshotsGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures Felucca and Debian's containerd side by side and prints ratios: {@code itests/bench/run}
 * prepares the file system and the images.
 *
 * <p>Arguments: a folder on the file system to use, Felucca's program, containerd's, the small
 * image's archive, the big one's, a file to ingest, and which measurements (none for all).
 */
public final class Bench {
  private static final String SMALL = "docker.io/library/busybox:debian";

  private final Pair pair;
  private final String small;
  private final String big;
  private final Path blob;

  private Bench(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    pair =
        new Pair(
            new Peer("felucca", folder.resolve("f"), args[1]),
            new Peer("containerd", folder.resolve("c"), args[2]));
    small = args[3];
    big = args[4];
    blob = Path.of(args[5]);
  }

  public static void main(String[] args) throws Exception {
    Bench bench = new Bench(args);
    Set<String> wanted = Set.copyOf(List.of(args).subList(6, args.length));
    Table.head();
    try {
      for (Map.Entry<String, Measurement> each : bench.all().entrySet()) {
        if (wanted.isEmpty() || wanted.contains(each.getKey())) {
          each.getValue().run();
        }
      }
    } finally {
      bench.pair.close();
    }
    System.exit(0);
  }

  private interface Measurement {
    void run() throws Exception;
  }

  private Map<String, Measurement> all() {
    Map<String, Measurement> all = new LinkedHashMap<>();
    all.put("start", this::start);
    all.put("run", this::run);
    all.put("import", this::importBig);
    all.put("ingest", this::ingest);
    all.put("snapshots", this::snapshots);
    all.put("list", this::list);
    TaskBench tasks = new TaskBench(pair, small);
    all.put("tasks", tasks::cycles);
    all.put("exec", tasks::execs);
    all.put("memory", tasks::memory);
    all.put("restart", tasks::restart);
    return all;
  }

  private void start() throws Exception {
    pair.compare(
        "start-up until the first answer",
        "ms",
        11,
        2,
        "ours < 400 ms",
        peer -> {
          double took = peer.start();
          peer.stop();
          return took;
        });
  }

  private void run() throws Exception {
    pair.start();
    pair.both(peer -> peer.ctr("images", "import", small));
    pair.compare(
        "ctr run --rm busybox true",
        "ms",
        20,
        5,
        "<= 1.1",
        peer -> peer.ctr("run", "--rm", SMALL, "r", "true"));
    pair.stop();
  }

  private void importBig() throws Exception {
    pair.start();
    pair.compare(
        "ctr images import, 5 layers, 500 MB unpacked",
        "ms",
        3,
        1,
        "<= 0.5 (unpack)",
        peer -> {
          double took = peer.ctr("images", "import", "--no-unpack", big);
          peer.ctr("images", "rm", "--sync", "docker.io/library/big:1");
          return took;
        });
    pair.compare(
        "  the same, with unpacking",
        "ms",
        3,
        1,
        "",
        peer -> {
          double took = peer.ctr("images", "import", big);
          peer.ctr("images", "rm", "--sync", "docker.io/library/big:1");
          return took;
        });
    pair.both(peer -> peer.ctr("images", "import", "--no-unpack", big));
    String manifest = manifest();
    pair.compare(
        "  unpacking only (ctr snapshots unpack)",
        "ms",
        3,
        1,
        "<= 0.5",
        peer -> {
          double took = peer.ctr("snapshots", "unpack", manifest);
          removeSnapshots(peer);
          return took;
        });
    pair.both(peer -> peer.ctr("images", "rm", "--sync", "docker.io/library/big:1"));
    pair.stop();
  }

  private String manifest() throws Exception {
    List<String> lines =
        pair.ours().ask("images", "ls", "name==docker.io/library/big:1").ok().lines();
    return lines.get(1).split("\\s+")[2];
  }

  /**
   * Children first; a collection that runs meanwhile may be quicker. A lease's deletion then runs
   * one that frees the bytes.
   */
  private void removeSnapshots(Peer peer) throws Exception {
    List<String> names = snapshots(peer);
    while (!names.isEmpty()) {
      for (String name : names) {
        peer.ask("snapshots", "rm", name);
      }
      names = snapshots(peer);
    }
    peer.ctr("leases", "create", "--id", "sweep");
    peer.ctr("leases", "delete", "--sync", "sweep");
  }

  private static List<String> snapshots(Peer peer) throws Exception {
    List<String> lines = peer.ask("snapshots", "ls").ok().lines();
    return lines.subList(1, lines.size()).stream().map(line -> line.split("\\s+")[0]).toList();
  }

  private void ingest() throws Exception {
    pair.start();
    pair.compare(
        "ctr content ingest of 1 GiB",
        "ms",
        3,
        1,
        "<= 0.7",
        peer -> {
          long began = System.nanoTime();
          Command.run(
                  peer.folder(),
                  "sh",
                  "-c",
                  "ctr -a " + peer.socket() + " -n bench content ingest bench < " + blob)
              .ok();
          double took = (System.nanoTime() - began) / 1e6;
          String digest = peer.ask("content", "ls", "-q").ok().lines().get(0);
          peer.ctr("content", "rm", digest);
          peer.ctr("leases", "create", "--id", "sweep");
          peer.ctr("leases", "delete", "--sync", "sweep");
          return took;
        });
    pair.stop();
  }

  private void snapshots() throws Exception {
    pair.start();
    for (int threads : new int[] {1, 8}) {
      int rounds = 400;
      pair.compare(
          "prepare + remove on overlayfs, " + threads + (threads == 1 ? " client" : " clients"),
          "ms",
          5,
          2,
          "<= 0.7",
          peer ->
              inParallel(threads, thread -> prepareAndRemove(peer, "t" + thread, rounds / threads))
                  / rounds);
    }
    pair.stop();
  }

  private interface OfThread {
    void run(int thread) throws Exception;
  }

  private static double inParallel(int threads, OfThread work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long began = System.nanoTime();
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        calls.add(
            () -> {
              work.run(thread);
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(calls)) {
        done.get();
      }
      return (System.nanoTime() - began) / 1e6;
    } finally {
      pool.shutdown();
    }
  }

  private static void prepareAndRemove(Peer peer, String prefix, int rounds) {
    SnapshotsGrpc.SnapshotsBlockingStub stub = SnapshotsGrpc.newBlockingStub(peer.calls());
    for (int i = 0; i < rounds; i++) {
      String key = prefix + "-" + i;
      stub.prepare(
          PrepareSnapshotRequest.newBuilder()
              .setSnapshotter("overlayfs")
              .setKey(key)
              .putLabels("containerd.io/gc.root", "bench")
              .build());
      stub.remove(
          RemoveSnapshotRequest.newBuilder().setSnapshotter("overlayfs").setKey(key).build());
    }
  }

  private void list() throws Exception {
    pair.start();
    pair.both(
        peer -> {
          ContainersGrpc.ContainersBlockingStub stub = ContainersGrpc.newBlockingStub(peer.calls());
          for (int i = 0; i < 1000; i++) {
            stub.create(CreateContainerRequest.newBuilder().setContainer(container(i)).build());
          }
          return 0;
        });
    pair.compare(
        "list of 1,000 containers (gRPC)",
        "ms",
        30,
        30,
        "<= 1.0",
        peer -> {
          long began = System.nanoTime();
          ContainersGrpc.newBlockingStub(peer.calls())
              .list(ListContainersRequest.getDefaultInstance());
          return (System.nanoTime() - began) / 1e6;
        });
    pair.compare(
        "ctr containers ls with 1,000",
        "ms",
        10,
        3,
        "<= 1.0",
        peer -> peer.ctr("containers", "ls"));
    pair.stop();
  }

  /** A container as ctr makes it, with a specification of its usual size. */
  private static Container container(int number) {
    Any spec =
        Any.newBuilder()
            .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Spec")
            .setValue(
                com.google.protobuf.ByteString.copyFromUtf8("{\"x\":\"" + "y".repeat(4000) + "\"}"))
            .build();
    return Container.newBuilder()
        .setId("c" + number)
        .setImage(SMALL)
        .setRuntime(Container.Runtime.newBuilder().setName("io.containerd.runc.v2"))
        .setSpec(spec)
        .putLabels("number", Integer.toString(number))
        .build();
  }
}
