package io.felucca.itests.hotswap;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.HistoryRequest;
import io.felucca.wire.plugins.JarRequest;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.RollbackRequest;
import io.felucca.wire.plugins.State;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.jar.JarFile;
import org.junit.Test;

/**
 * A daemon that is killed in the middle of a change, at random moments: the next one runs on the
 * old configuration or on the new one, whole.
 */
public class PowerCutIT {
  private static final int TIMES = 20;
  private static final int LONGEST_MS = 150;
  private static final String ACME = "io.containerd.snapshotter.v1.acme";

  private final long seed = Long.getLong("it.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);
  private Path jars;

  /** Two plugins whose keys always change together. */
  private static String config(boolean one) {
    return "version = 3\n[plugins.\"%s\"]\nreflink = \"%s\"\n[plugins.\"%s\"]\n%s = \"%s\"\n"
        .formatted(
            ACME,
            one ? "auto" : "never",
            "io.containerd.metadata.v1.bolt",
            "content_sharing_policy",
            one ? "shared" : "isolated");
  }

  @Test
  public void whatWasBeingAppliedIsThereWholeOrNotAtAll() throws Exception {
    System.out.println("seed " + seed);
    int fresh = 0;
    try (Daemon daemon = Daemon.configured(Files.createTempDirectory("felucca-cut"), "")) {
      jars = Files.createDirectory(daemon.folder().resolve("jars"));
      Path confD = Files.createDirectory(daemon.folder().resolve("conf.d"));
      VendorJar.drop(daemon.root().resolve("felucca-plugins"), 0);
      Files.writeString(confD.resolve("both.toml"), config(true));
      daemon.start();
      for (int i = 1; i <= TIMES; i++) {
        String before = state(daemon);
        cutShort(daemon, i);
        daemon.start();
        String after = state(daemon);
        fresh += before.equals(after) ? 0 : 1;
      }
    }
    System.out.printf(
        "%d kills: %d times the new one, %d times the old one%n", TIMES, fresh, TIMES - fresh);
  }

  /** Begins a change through one of the doors and kills the daemon a moment later. */
  private void cutShort(Daemon daemon, int number) throws Exception {
    try (Rpc rpc = new Rpc(daemon.address(), "")) {
      PluginsGrpc.PluginsBlockingStub admin = PluginsGrpc.newBlockingStub(rpc.channel());
      admin.list(ListRequest.getDefaultInstance());
      Thread change = new Thread(() -> change(daemon, admin, number));
      change.start();
      Thread.sleep(random.nextInt(LONGEST_MS));
      daemon.kill();
      change.join();
    }
  }

  private void change(Daemon daemon, PluginsGrpc.PluginsBlockingStub admin, int number) {
    try {
      boolean one = number % 2 == 0;
      switch (number % 4) {
        case 0 ->
            admin.apply(ApplyRequest.newBuilder().setName("both").setToml(config(one)).build());
        case 1 -> {
          Path next = daemon.folder().resolve("next");
          Files.writeString(next, config(one));
          Files.move(
              next,
              daemon.folder().resolve("conf.d/both.toml"),
              java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
        case 2 -> {
          Path jar = jars.resolve("acme.jar");
          Files.write(jar, VendorJar.release(number));
          admin.update(JarRequest.newBuilder().setPath(jar.toString()).build());
        }
        default -> admin.rollback(RollbackRequest.getDefaultInstance());
      }
    } catch (StatusRuntimeException cut) {
      // the daemon was killed before it answered
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What the daemon runs on, and that it is one thing. */
  private String state(Daemon daemon) throws Exception {
    try (Rpc rpc = new Rpc(daemon.address(), "")) {
      PluginsGrpc.PluginsBlockingStub admin = PluginsGrpc.newBlockingStub(rpc.channel());
      List<Plugin> all = admin.list(ListRequest.getDefaultInstance()).getPluginsList();
      for (Plugin plugin : all) {
        boolean well = plugin.getState() == State.STATE_OK || plugin.getState() == State.STATE_SKIP;
        assertTrue(
            plugin + daemon.log(),
            well && plugin.getReason().isEmpty() || plugin.getState() == State.STATE_SKIP);
      }
      String reflink = export(all, "acme", "reflink");
      String policy = export(all, "bolt", "policy");
      assertEquals(reflink + " and " + policy, reflink.equals("auto"), policy.equals("shared"));
      Path jar = daemon.root().resolve("felucca-plugins/acme.jar");
      try (JarFile whole = new JarFile(jar.toFile())) {
        String release = whole.getManifest().getMainAttributes().getValue("Bundle-Version");
        assertTrue(find(all, "acme").getOrigin().contains(release));
        assertEquals(1, Files.list(jar.getParent()).count());
        admin.history(HistoryRequest.getDefaultInstance());
        return reflink + " " + release;
      }
    }
  }

  private static Plugin find(List<Plugin> all, String id) {
    return all.stream().filter(plugin -> plugin.getId().equals(id)).findFirst().orElseThrow();
  }

  private static String export(List<Plugin> all, String id, String key) {
    return find(all, id).getExportsMap().get(key);
  }
}
