package io.felucca.itests.bench;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Prototype;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.DeleteProcessRequest;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.ExecProcessRequest;
import io.felucca.wire.tasks.ListTasksRequest;
import io.felucca.wire.tasks.StartRequest;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.types.Mount;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What containers cost: time of their life and of execs in them, memory, idle processors, a restart
 * of the daemon under them. The runtime is runc on both sides, the client the same stubs.
 */
final class TaskBench {
  private static final String IMAGE = "docker.io/library/busybox:debian";
  private static final long IDLE_MS = 20_000;
  private static final int FIRST_EXECS = 100;
  private static final int EXECS_BEFORE = 500;

  /** Both are asked when they have been left alone for a while. */
  private static final long REST_MS = 15_000;

  private final Pair pair;
  private final String archive;

  TaskBench(Pair pair, String archive) {
    this.pair = pair;
    this.archive = archive;
  }

  // ---- time

  /** Create, start, wait for the end and delete of a task that ends at once. */
  void cycles() throws Exception {
    begin();
    for (int clients : new int[] {1, 10}) {
      List<List<Double>> all = inTurn(5, peer -> cyclesOf(peer, clients, 40));
      String what = "create+start+delete, " + clients + (clients == 1 ? " client" : " clients");
      Table.row(what + ", p50", "ms", all.get(0), all.get(1), "<= 0.7");
      Table.row("  p99", "ms", p99(all.get(0)), p99(all.get(1)), "");
    }
    end();
  }

  private List<Double> cyclesOf(Peer peer, int clients, int times) throws Exception {
    return inParallel(
        clients,
        client -> {
          List<Double> samples = new ArrayList<>();
          for (int i = 0; i < times / clients; i++) {
            samples.add(cycle(peer, "b" + client + "-" + i));
          }
          return samples;
        });
  }

  private double cycle(Peer peer, String id) throws Exception {
    List<Mount> rootfs = container(peer, id, List.of("true"));
    long began = System.nanoTime();
    create(peer, id, rootfs);
    CompletableFuture<Integer> exit = exit(peer, id, "");
    tasks(peer).start(StartRequest.newBuilder().setContainerId(id).build());
    int status = exit.get();
    tasks(peer).delete(DeleteTaskRequest.newBuilder().setContainerId(id).build());
    double took = (System.nanoTime() - began) / 1e6;
    if (status != 0) {
      throw new IllegalStateException(id + " of " + peer.name + " ended with " + status);
    }
    remove(peer, id);
    return took;
  }

  /**
   * A JVM is slower at first: the first ones are told by themselves, the others are of daemons that
   * have served for a while, as daemons have.
   */
  void execs() throws Exception {
    begin();
    pair.both(peer -> run(peer, "e"));
    List<Double> ours = execsOf(pair.ours(), FIRST_EXECS, 0);
    List<Double> theirs = execsOf(pair.theirs(), FIRST_EXECS, 0);
    Table.row("exec+start+wait+delete, the first 100, p50", "ms", ours, theirs, "");
    pair.both(peer -> execsOf(peer, EXECS_BEFORE, 0).size());
    for (long pause : new long[] {0, 100}) {
      int times = pause == 0 ? 120 : 30;
      List<List<Double>> all = inTurn(5, peer -> execsOf(peer, times, pause));
      String what =
          pause == 0 ? "  later, one after the other" : "  later, one each " + pause + " ms";
      Table.row(what + ", p50", "ms", all.get(0), all.get(1), "<= 0.8");
      Table.row("    mean", "ms", mean(all.get(0)), mean(all.get(1)), "");
      Table.row("    p99", "ms", p99(all.get(0)), p99(all.get(1)), "");
    }
    pair.both(peer -> kill(peer, "e"));
    end();
  }

  private List<Double> execsOf(Peer peer, int times, long pauseMillis) throws Exception {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Thread.sleep(pauseMillis);
      samples.add(exec(peer, "e", "x" + i));
    }
    return samples;
  }

  private double exec(Peer peer, String id, String exec) throws Exception {
    long began = System.nanoTime();
    tasks(peer)
        .exec(
            ExecProcessRequest.newBuilder()
                .setContainerId(id)
                .setExecId(exec)
                .setSpec(
                    Any.newBuilder()
                        .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Process")
                        .setValue(
                            ByteString.copyFromUtf8(
                                "{\"user\":{\"uid\":0,\"gid\":0},\"args\":[\"true\"],\"cwd\":\"/\",\"env\":[\"PATH=/bin\"]}")))
                .build());
    CompletableFuture<Integer> exit = exit(peer, id, exec);
    tasks(peer).start(StartRequest.newBuilder().setContainerId(id).setExecId(exec).build());
    exit.get();
    tasks(peer)
        .deleteProcess(
            DeleteProcessRequest.newBuilder().setContainerId(id).setExecId(exec).build());
    return (System.nanoTime() - began) / 1e6;
  }

  // ---- memory, processors, restart

  void memory() throws Exception {
    begin();
    int running = 0;
    for (int wanted : new int[] {0, 20, 100}) {
      for (; running < wanted; running++) {
        String id = "m" + running;
        pair.both(peer -> run(peer, id));
      }
      Thread.sleep(REST_MS);
      String limit = wanted == 0 ? "" : wanted == 20 ? "<= 1.0" : "<= 0.4";
      String what = "PSS of daemon, shims, reapers, " + wanted + " containers";
      pair.compare(what, "MB", 3, 0, limit, TaskBench::pss);
      pair.compare("  the daemon alone", "MB", 3, 0, "", peer -> Memory.ofProcess(peer.pid()));
    }
    pair.compare(
        "processor time of 20 s at rest, 100 containers", "ms", 1, 0, "<= 1.0", TaskBench::idle);
    killAll(running);
    end();
  }

  private static double pss(Peer peer) throws Exception {
    return Memory.ofProcess(peer.pid()) + Memory.ofShims(peer.folder());
  }

  private static double idle(Peer peer) throws Exception {
    double before = Memory.processorMillis(peer.pid(), peer.folder());
    Thread.sleep(IDLE_MS);
    return Memory.processorMillis(peer.pid(), peer.folder()) - before;
  }

  void restart() throws Exception {
    begin();
    for (int i = 0; i < 100; i++) {
      String id = "m" + i;
      pair.both(peer -> run(peer, id));
    }
    pair.compare(
        "restart under 100 containers, until all are listed",
        "ms",
        5,
        1,
        "",
        peer -> {
          peer.stop();
          long began = System.nanoTime();
          peer.start();
          int seen = tasks(peer).list(ListTasksRequest.getDefaultInstance()).getTasksCount();
          if (seen != 100) {
            throw new IllegalStateException(peer.name + " lists " + seen + " of 100 tasks");
          }
          return (System.nanoTime() - began) / 1e6;
        });
    killAll(100);
    end();
  }

  // ---- what they share

  private void begin() throws Exception {
    pair.start();
    pair.both(peer -> peer.ctr("images", "import", archive));
    pair.both(peer -> peer.ctr("containers", "create", IMAGE, "proto", "sleep", "1000000"));
  }

  private void end() throws Exception {
    pair.both(peer -> peer.ctr("containers", "rm", "proto"));
    pair.stop();
  }

  private void killAll(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String id = "m" + i;
      pair.both(peer -> kill(peer, id));
    }
  }

  private double run(Peer peer, String id) throws Exception {
    create(peer, id, container(peer, id, Prototype.COMMAND));
    tasks(peer).start(StartRequest.newBuilder().setContainerId(id).build());
    return 0;
  }

  private double kill(Peer peer, String id) throws Exception {
    Command.run(
        peer.folder(),
        "ctr",
        "-a",
        peer.socket().toString(),
        "-n",
        "bench",
        "tasks",
        "rm",
        "-f",
        id);
    remove(peer, id);
    return 0;
  }

  private List<Mount> container(Peer peer, String id, List<String> command) {
    Prototype prototype =
        new Prototype(peer.calls(), "bench", "proto", "/bench-" + peer.name + "/");
    prototype.create(peer.calls(), id, command);
    return prototype.prepare(peer.calls(), id);
  }

  private static void create(Peer peer, String id, List<Mount> rootfs) {
    tasks(peer)
        .create(CreateTaskRequest.newBuilder().setContainerId(id).addAllRootfs(rootfs).build());
  }

  private void remove(Peer peer, String id) {
    new Prototype(peer.calls(), "bench", "proto", "").remove(peer.calls(), id);
  }

  private static CompletableFuture<Integer> exit(Peer peer, String id, String exec) {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    TasksGrpc.newStub(peer.calls())
        .wait(
            WaitRequest.newBuilder().setContainerId(id).setExecId(exec).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(io.felucca.wire.tasks.WaitResponse answer) {
                exit.complete(answer.getExitStatus());
              }

              @Override
              public void onError(Throwable why) {
                exit.completeExceptionally(why);
              }

              @Override
              public void onCompleted() {}
            });
    return exit;
  }

  private static TasksGrpc.TasksBlockingStub tasks(Peer peer) {
    return TasksGrpc.newBlockingStub(peer.calls());
  }

  /** Samples of ours and theirs, taken in turn; the first turn warms up. */
  private List<List<Double>> inTurn(int turns, Pair.Samples measured) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int i = 0; i <= turns; i++) {
      List<Double> a = measured.on(pair.ours());
      List<Double> b = measured.on(pair.theirs());
      if (i > 0) {
        ours.addAll(a);
        theirs.addAll(b);
      }
    }
    return List.of(ours, theirs);
  }

  private static List<Double> mean(List<Double> samples) {
    return List.of(samples.stream().mapToDouble(each -> each).average().orElseThrow());
  }

  private static List<Double> p99(List<Double> samples) {
    List<Double> sorted = new ArrayList<>(samples);
    Collections.sort(sorted);
    return List.of(sorted.get(sorted.size() * 99 / 100));
  }

  private interface OfClient {
    List<Double> run(int client) throws Exception;
  }

  private static List<Double> inParallel(int clients, OfClient work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<List<Double>>> calls = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        calls.add(() -> work.run(client));
      }
      List<Double> all = new ArrayList<>();
      for (Future<List<Double>> done : pool.invokeAll(calls)) {
        all.addAll(done.get());
      }
      return all;
    } finally {
      pool.shutdown();
    }
  }
}
