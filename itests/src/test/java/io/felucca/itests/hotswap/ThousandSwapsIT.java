package io.felucca.itests.hotswap;

import static org.junit.Assert.assertEquals;

import io.felucca.grpc.GrpcChannel;
import io.felucca.itests.fixture.Daemon;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * A thousand replacements of all plugins in turn, by themselves and with their jars, under a light
 * load: no call fails, and nothing is left of what was replaced. {@code -Dit.swaps} says how many.
 */
public class ThousandSwapsIT {
  private static final int SWAPS = Integer.getInteger("it.swaps", 1000);
  private static final List<String> BUNDLES =
      List.of(
          "overlayfs",
          "native",
          "content",
          "metadata",
          "diff",
          "gc",
          "events",
          "tasks",
          "services",
          "monitor",
          "runtime.sandbox",
          "runtime.oci",
          "shim");

  private Daemon daemon;
  private Path folder;
  private ManagedChannel channel;
  private PluginsGrpc.PluginsBlockingStub admin;
  private int release;
  private int swaps;

  @Before
  public void startDaemon() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-swaps"), "");
    folder = daemon.root().resolve("felucca-plugins");
    daemon.start();
    channel = GrpcChannel.unix(Path.of(daemon.address()), Runnable::run);
    admin = PluginsGrpc.newBlockingStub(channel);
  }

  @After
  public void endDaemon() throws Exception {
    channel.shutdownNow();
    daemon.close();
  }

  @Test
  public void aThousandSwapsLeaveNothingBehind() throws Exception {
    try (Traffic traffic = new Traffic(daemon.address(), 50).addAll()) {
      for (String bundle : BUNDLES) {
        replace(bundle);
      }
      daemon.await("traffic", () -> traffic.meter().calls() > 1000);
      swapAll(40);
      Footing before = Footing.of(daemon);
      swaps = 0;
      long began = System.nanoTime();
      for (int round = 0; swaps < SWAPS; round++) {
        replace(BUNDLES.get(round % BUNDLES.size()));
        swapAll(SWAPS - swaps);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      Footing after = Footing.settled(daemon, before);
      Meter.Result result = traffic.meter().take();
      System.out.printf(
          Locale.ROOT,
          "%d swaps in %.1f s, %d calls meanwhile%n  before: %s%n  after:  %s%n",
          swaps,
          seconds,
          result.samples().size(),
          before,
          after);
      assertEquals(List.of(), result.failures());
    }
  }

  /** Every plugin that serves, one after the other. */
  private void swapAll(int most) {
    List<Plugin> serving = list();
    for (Plugin plugin : serving.subList(0, Math.min(most, serving.size()))) {
      Plugin now =
          admin
              .swap(
                  SwapRequest.newBuilder().setType(plugin.getType()).setId(plugin.getId()).build())
              .getPlugin();
      assertEquals(now.toString(), State.STATE_OK, now.getState());
      assertEquals(now.toString(), "", now.getReason());
      swaps++;
    }
  }

  private List<Plugin> list() {
    return admin.list(ListRequest.getDefaultInstance()).getPluginsList().stream()
        .filter(plugin -> plugin.getState() == State.STATE_OK)
        .filter(plugin -> !plugin.getType().startsWith("io.felucca.config"))
        .toList();
  }

  private void replace(String bundle) throws Exception {
    new Jars(folder, "io.felucca." + bundle).release(++release);
    String version = "io.felucca." + bundle + " 9.0." + release + " ";
    daemon.await(version, () -> list().stream().anyMatch(p -> p.getOrigin().contains(version)));
    swaps++;
  }
}
