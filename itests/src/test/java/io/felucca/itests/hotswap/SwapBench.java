package io.felucca.itests.hotswap;

import io.felucca.grpc.GrpcChannel;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long it takes to replace a plugin of each type, and how much longer calls take meanwhile.
 * Clients of every service call all the time; an added time is that of a call over the median of
 * the same call at rest. No peer can do it, so there is none beside it.
 */
public final class SwapBench {
  private static final int TIMES = 50;
  private static final long REST_MS = 5000;
  private static final long PAUSE_MS = 40;

  private final Daemon daemon;
  private final PluginsGrpc.PluginsBlockingStub admin;
  private final Traffic traffic;
  private Map<String, Double> usual;

  private SwapBench(Daemon daemon, PluginsGrpc.PluginsBlockingStub admin, Traffic traffic) {
    this.daemon = daemon;
    this.admin = admin;
    this.traffic = traffic;
  }

  /**
   * Prints the table.
   *
   * @param args a folder for the daemon
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "swaps");
    try (Daemon daemon = Daemon.configured(folder, "")) {
      daemon.start();
      String namespace = Traffic.NAMESPACE;
      daemon.ctr("-n", namespace, "images", "import", BusyboxImage.archive().toString()).ok();
      daemon.ctr("-n", namespace, "run", "-d", BusyboxImage.NAME, "task", "sleep", "1000000").ok();
      ManagedChannel channel = GrpcChannel.unix(Path.of(daemon.address()), Runnable::run);
      try (Traffic traffic =
          new Traffic(daemon.address(), 5)
              .addAll()
              .add("task", Clients.task("task"))
              .add("waiter", Streams.task("task"))) {
        new SwapBench(daemon, PluginsGrpc.newBlockingStub(channel), traffic).run();
      }
      channel.shutdownNow();
    }
  }

  private void run() throws Exception {
    daemon.await("calls", () -> traffic.meter().calls() > 5000);
    Map<String, List<Plugin>> byType = new TreeMap<>();
    admin.list(ListRequest.getDefaultInstance()).getPluginsList().stream()
        .filter(plugin -> plugin.getState() == State.STATE_OK)
        .filter(plugin -> !plugin.getType().startsWith("io.felucca.config"))
        .forEach(p -> byType.computeIfAbsent(p.getType(), any -> new ArrayList<>()).add(p));
    // the first replacement of each loads what later ones use
    for (List<Plugin> plugins : byType.values()) {
      plugins.forEach(this::swap);
    }
    traffic.meter().take();
    Thread.sleep(REST_MS);
    Meter.Result rest = traffic.meter().take();
    usual = medians(rest);
    System.out.println(
        "swap of type | swap p50 ms | p99 | added p50 ms | p99 | max | calls | failed");
    print("(at rest)", List.of(), rest);
    for (Map.Entry<String, List<Plugin>> type : byType.entrySet()) {
      List<Double> took = new ArrayList<>();
      traffic.meter().take();
      for (int i = 0; i < TIMES; i++) {
        took.add(swap(type.getValue().get(i % type.getValue().size())));
        Thread.sleep(PAUSE_MS);
      }
      print(type.getKey(), took, traffic.meter().take());
    }
  }

  private double swap(Plugin plugin) {
    long began = System.nanoTime();
    admin.swap(SwapRequest.newBuilder().setType(plugin.getType()).setId(plugin.getId()).build());
    return (System.nanoTime() - began) / 1e6;
  }

  private static Map<String, Double> medians(Meter.Result rest) {
    Map<String, Double> medians = new HashMap<>();
    rest.samples().stream()
        .collect(Collectors.groupingBy(Meter.Sample::call))
        .forEach(
            (call, all) ->
                medians.put(
                    call, at(all.stream().map(Meter.Sample::millis).sorted().toList(), 0.5)));
    return medians;
  }

  private void print(String what, List<Double> took, Meter.Result calls) {
    List<Double> swaps = took.stream().sorted().toList();
    List<Double> added =
        calls.samples().stream()
            .map(one -> Math.max(0, one.millis() - usual.getOrDefault(one.call(), 0.0)))
            .sorted()
            .toList();
    System.out.printf(
        Locale.ROOT,
        "%s | %.1f | %.1f | %.2f | %.1f | %.1f | %d | %d%n",
        what,
        at(swaps, 0.5),
        at(swaps, 0.99),
        at(added, 0.5),
        at(added, 0.99),
        at(added, 1),
        calls.samples().size(),
        calls.failures().size());
    calls.failures().stream().distinct().limit(3).forEach(System.out::println);
  }

  private static double at(List<Double> sorted, double part) {
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(part * (sorted.size() - 1)));
  }
}
