package io.felucca.itests.proxy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.wire.plugins.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/**
 * Debian's containerd as the process of proxy plugins of a running daemon: killed, hung, restarted,
 * moved and removed, while others work on overlayfs.
 */
public class ProxyTroubleIT extends ProxyBase {
  @Test
  public void whateverHappensToAPeerNobodyElseNoticesAndItHealsByItself() throws Exception {
    daemon.configure(snapshots("6s"));
    peer.start();
    start();
    natives("prepare", "kept").ok();
    try (Bystanders bystanders = new Bystanders(daemon.address(), CLIENTS)) {
      daemon.await("bystanders are at work", () -> bystanders.calls() > 100);
      bystanders.report("peer well");
      killed(bystanders);
      hung(bystanders);
      moved(bystanders);
      removed(bystanders);
      assertEquals(List.of(), bystanders.failures());
    }
  }

  private void killed(Bystanders bystanders) throws Exception {
    peer.kill();
    awaitState(State.STATE_WAITING, "cannot connect to " + peer.socket());
    String shown = daemon.ctr("plugins", "ls", "-d", "id==native").ok().out();
    assertTrue(shown, shown.contains("cannot connect to " + peer.socket()));
    assertFails(natives("prepare", "k"), "\"native\"", "cannot connect", ": unavailable");
    bystanders.report("peer killed");
    peer.start();
    awaitState(State.STATE_OK, "");
    natives("prepare", "after-kill").ok();
    assertTrue(natives("ls").ok().out().contains("kept"));
    bystanders.report("peer restarted");
  }

  private void hung(Bystanders bystanders) throws Exception {
    peer.signal("STOP");
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String key = "hung-" + i;
      Thread caller = new Thread(() -> assertPrepareFails(key), key);
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    awaitState(State.STATE_WAITING, "calls to " + peer.socket() + " time out");
    assertFails(natives("prepare", "k"), "\"native\"", "time", peer.socket().toString());
    bystanders.report("peer hung, 20 calls to it");
    peer.signal("CONT");
    awaitState(State.STATE_OK, "");
    natives("prepare", "after-hang").ok();
    bystanders.report("peer goes on");
  }

  private void assertPrepareFails(String key) {
    try {
      assertFails(natives("prepare", key), "\"native\"");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void moved(Bystanders bystanders) throws Exception {
    peer.stop();
    peer.listenAt("other");
    peer.start();
    daemon.configure(snapshots("6s"));
    daemon.await(
        "the new address is used",
        () ->
            plugin(SNAPSHOTTERS, "native")
                .getExportsOrDefault("address", "")
                .equals(peer.socket().toString()));
    awaitState(State.STATE_OK, "");
    natives("prepare", "after-move").ok();
    assertTrue(natives("ls").ok().out().contains("kept"));
    bystanders.report("peer moved");
  }

  private void removed(Bystanders bystanders) throws Exception {
    daemon.configure("disabled_plugins = [\"io.containerd.snapshotter.v1.native\"]\n");
    daemon.await(
        "it is gone", () -> plugin(SNAPSHOTTERS, "native").getState() == State.STATE_DISABLED);
    assertFails(natives("prepare", "k"), "native");
    bystanders.report("peer removed");
  }

  @Test
  public void contentAndDiffsOfAHungPeerFailInTimeAndGoOnWithIt() throws Exception {
    daemon.configure(
        everything().replace("type = \"content\"", "type = \"content\"\n  timeout = \"6s\""));
    peer.start();
    start();
    imported().ok();
    String manifest = daemon.ctr("images", "ls").ok().out();
    String blob = manifest.replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
    daemon.ctr("content", "get", blob).ok();
    try (Bystanders bystanders = new Bystanders(daemon.address(), CLIENTS)) {
      peer.signal("STOP");
      assertFails(daemon.ctr("content", "get", blob), "\"content\"", "did not answer within 6s");
      assertFails(
          daemon.ctr("run", "--snapshotter", "native", BusyboxImage.NAME, "c", "true"),
          "proxy plugin");
      bystanders.report("content hung");
      peer.signal("CONT");
      awaitState(State.STATE_OK, "");
      daemon.ctr("content", "get", blob).ok();
      assertEquals(List.of(), bystanders.failures());
    }
  }
}
