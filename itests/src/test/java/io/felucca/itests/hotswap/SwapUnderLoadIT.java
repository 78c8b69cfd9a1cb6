package io.felucca.itests.hotswap;

import static org.junit.Assert.assertEquals;

import io.felucca.grpc.GrpcChannel;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Fifty replacements of a snapshotter by each of the three doors, while eight clients and ten
 * containers use it.
 */
public class SwapUnderLoadIT {
  private static final String IMAGE = "docker.io/library/busybox:debian";
  private static final String TYPE = "io.containerd.snapshotter.v1";
  private static final int TIMES = 50;
  private static final int CLIENTS = 8;
  private static final int CONTAINERS = 10;

  private Daemon daemon;
  private Path plugins;
  private ManagedChannel channel;
  private PluginsGrpc.PluginsBlockingStub admin;
  private List<String> pids;

  @Before
  public void startDaemonWithContainersOnTheVendorsSnapshotter() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-swap"), config(0));
    plugins = daemon.root().resolve("felucca-plugins");
    VendorJar.drop(plugins, 0);
    daemon.start();
    channel = GrpcChannel.unix(Path.of(daemon.address()), Runnable::run);
    admin = PluginsGrpc.newBlockingStub(channel);
    Path image = daemon.folder().resolve("image.tar");
    Command.run(Path.of(System.getProperty("it.scripts")), "tools/busybox-image", image.toString())
        .ok();
    daemon.ctr("images", "import", "--snapshotter", "acme", image.toString()).ok();
    for (int i = 0; i < CONTAINERS; i++) {
      daemon
          .ctr(
              "run",
              "-d",
              "--snapshotter",
              "acme",
              IMAGE,
              "c" + i,
              "sh",
              "-c",
              "while :; do date > /beat; sleep 0.2; done")
          .ok();
    }
    pids = tasks();
  }

  @After
  public void endDaemon() throws Exception {
    channel.shutdownNow();
    daemon.close();
  }

  @Test
  public void fiftyReplacementsByEachDoorFailNoCallAndTouchNoContainer() throws Exception {
    try (Load load = new Load(daemon.address(), "acme", CLIENTS)) {
      daemon.await("calls at rest", () -> load.calls() > 500);
      List<Double> before = load.latencies();
      // the first replacements load what all later ones use
      swapTimes(3, "rpc", this::byRpc);
      swapTimes(3, "jar", this::byJar);
      int loaders = classLoaders();
      long descriptors = descriptors();
      load.latencies();
      report("rest", before, before);
      for (Door door : Door.values()) {
        swapTimes(TIMES, door.name(), number -> byDoor(door, number));
        report(door.name(), before, load.latencies());
      }
      assertEquals(List.of(), load.failures());
      System.out.printf(
          "class loaders %d -> %d, descriptors %d -> %d%n",
          loaders, classLoaders(), descriptors, descriptors());
      daemon.await("class loaders do not pile up", () -> classLoaders() <= loaders + 2);
      daemon.await("descriptors do not pile up", () -> descriptors() <= descriptors + 2 * CLIENTS);
    }
    assertEquals(pids, tasks());
    assertEquals(TIMES + 3 + "", acme().getOrigin().replaceAll(".*1\\.0\\.(\\d+).*", "$1"));
  }

  private enum Door {
    CONFIG,
    JAR,
    RPC
  }

  private interface Replacement {
    void run(int number) throws Exception;
  }

  private void byDoor(Door door, int number) throws Exception {
    switch (door) {
      case CONFIG -> byConfig(number);
      case JAR -> byJar(number + 3);
      default -> byRpc(number);
    }
  }

  private void byConfig(int number) throws Exception {
    daemon.configure(config(number));
  }

  private void byJar(int number) throws IOException {
    VendorJar.drop(plugins, number);
  }

  private void byRpc(int number) {
    admin.swap(SwapRequest.newBuilder().setType(TYPE).setId("acme").build());
  }

  private static String config(int number) {
    return "[plugins.\"%s.acme\"]\n  reflink = \"%s\"\n"
        .formatted(TYPE, number % 2 == 0 ? "auto" : "never");
  }

  private void swapTimes(int times, String what, Replacement replacement) throws Exception {
    for (int i = 1; i <= times; i++) {
      Plugin old = acme();
      replacement.run(i);
      daemon.await("replacement " + i + " by " + what, () -> replaced(old));
    }
  }

  private boolean replaced(Plugin old) {
    Plugin now = acme();
    return now.getState() == State.STATE_OK && !now.getSince().equals(old.getSince());
  }

  private Plugin acme() {
    return admin.list(ListRequest.newBuilder().addFilters("id==acme").build()).getPlugins(0);
  }

  private static void report(String what, List<Double> before, List<Double> during) {
    double usual = before.get(before.size() / 2);
    double worst = during.get(during.size() - 1);
    System.out.printf(
        Locale.ROOT,
        "%-7s %6d calls, p50 %.1f ms, p99 %.1f ms, worst %.1f ms: %.1f ms more than the p50 at rest%n",
        what,
        during.size(),
        during.get(during.size() / 2),
        during.get(during.size() * 99 / 100),
        worst,
        worst - usual);
  }

  private List<String> tasks() throws Exception {
    return daemon.ctr("tasks", "ls").ok().lines();
  }

  private int classLoaders() {
    try {
      return Command.run(daemon.folder(), "jcmd", Long.toString(daemon.pid()), "GC.class_histogram")
          .ok()
          .lines()
          .stream()
          .filter(line -> line.endsWith("BundleClassLoader"))
          .map(line -> line.strip().split("\\s+")[1])
          .mapToInt(Integer::parseInt)
          .sum();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The fewest of some looks, because calls in flight start processes, which takes some for a
   * moment.
   */
  private long descriptors() {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      try (Stream<Path> open = Files.list(Path.of("/proc/" + daemon.pid() + "/fd"))) {
        fewest = Math.min(fewest, open.count());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Streams.rest(20);
    }
    return fewest;
  }
}
