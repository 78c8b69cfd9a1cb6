package io.felucca.itests.proxy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Timestamp;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/**
 * Debian's containerd as the process of proxy plugins of a running daemon, which are added and
 * changed while others work.
 */
public class ProxyIT extends ProxyBase {
  @Test
  public void containersRunOnSnapshotsContentAndDiffsOfAPeerThatIsAddedWhileServing()
      throws Exception {
    start();
    peer.start();
    try (Bystanders bystanders = new Bystanders(daemon.address(), CLIENTS)) {
      daemon.configure(everything());
      daemon.await("the differ is there", () -> isOk("io.containerd.differ.v1", "peer"));
      for (String type : List.of(SNAPSHOTTERS, "io.containerd.content.v1")) {
        String id = type.equals(SNAPSHOTTERS) ? "native" : "content";
        daemon.await(
            id + " is there", () -> plugin(type, id).getExportsMap().containsKey("address"));
      }
      daemon
          .ctr("images", "import", "--snapshotter", "native", BusyboxImage.archive().toString())
          .ok();
      Command run =
          daemon.ctr(
              "run", "--rm", "--snapshotter", "native", BusyboxImage.NAME, "c", "cat", "/etc/motd");
      assertEquals("made for tests\n", run.ok().out());
      daemon
          .ctr("run", "-d", "--snapshotter", "native", BusyboxImage.NAME, "d", "sleep", "1000")
          .ok();
      assertTrue(peer.ctr("snapshots", "--snapshotter", "native", "ls").ok().out().contains("/d "));
      List<String> blobs = daemon.ctr("content", "ls", "-q").ok().lines();
      assertTrue(blobs.toString(), blobs.size() >= 4);
      assertTrue(peer.ctr("content", "ls", "-q").ok().lines().containsAll(blobs));
      bystanders.report("all on a peer");
      assertEquals(List.of(), bystanders.failures());
    }
    Plugin snapshotter = plugin(SNAPSHOTTERS, "native");
    assertEquals("/acme", snapshotter.getExportsOrThrow("root"));
    assertEquals(peer.socket().toString(), snapshotter.getExportsOrThrow("address"));
    assertEquals(List.of("acme"), snapshotter.getCapabilitiesList());
    daemon.ctr("tasks", "kill", "-s", "KILL", "d").ok();
    daemon.await("the task has ended", () -> hasEnded("d"));
    daemon.ctr("tasks", "rm", "d").ok();
    daemon.ctr("containers", "rm", "d").ok();
  }

  private boolean hasEnded(String task) {
    try {
      return daemon.ctr("tasks", "ls").out().matches("(?s).*\\b" + task + " +\\d+ +STOPPED.*");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void aSocketThatAppearsAfterTheBootIsFound() throws Exception {
    daemon.configure(everything());
    start();
    awaitState(State.STATE_WAITING, "No such file");
    assertFails(natives("prepare", "k"), "No such file");
    CompletableFuture<Command> imported = CompletableFuture.supplyAsync(this::imported);
    peer.start();
    awaitState(State.STATE_OK, "");
    natives("prepare", "k").ok();
    // who writes content tries again by himself
    imported.get(5, TimeUnit.MINUTES).ok();
  }

  @Test
  public void whatIsToldOfAProxyChangesWhileItIsUsed() throws Exception {
    daemon.configure(described("30s", "linux/amd64", "one", "/old"));
    peer.start();
    start();
    try (Bystanders users = new Bystanders(daemon.address(), "native", CLIENTS);
        Bystanders others = new Bystanders(daemon.address(), CLIENTS)) {
      goOn("before", users, others);
      changed(described("30s", "linux/amd64", "one", "/new"), "root /new");
      goOn("exports changed", users, others);
      changed(described("30s", "linux/amd64", "two", "/new"), "Capabilities: two");
      goOn("capabilities changed", users, others);
      changed(described("30s", "linux/arm64/v8", "two", "/new"), "Platforms: linux/arm64/v8");
      goOn("platform changed", users, others);
      Timestamp since = plugin(SNAPSHOTTERS, "native").getSince();
      daemon.configure(described("10s", "linux/arm64/v8", "two", "/new"));
      daemon.await(
          "another instance serves",
          () -> !since.equals(plugin(SNAPSHOTTERS, "native").getSince()));
      goOn("timeout changed", users, others);
      assertEquals(List.of(), users.failures());
      assertEquals(List.of(), others.failures());
    }
    peer.signal("STOP");
    assertFails(natives("prepare", "k"), "did not answer within 10s");
  }

  private void changed(String configuration, String shown) throws Exception {
    daemon.configure(configuration);
    daemon.await("shown: " + shown, () -> shown().contains(shown));
  }

  /** As {@code ctr} tells it, without what only lines it up. */
  private String shown() {
    try {
      return daemon.ctr("plugins", "ls", "-d", "id==native").ok().out().replaceAll("\\s+", " ");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void goOn(String what, Bystanders... all) throws InterruptedException {
    for (Bystanders each : all) {
      daemon.await("work goes on", () -> each.calls() > 100);
      each.report(what);
    }
  }
}
