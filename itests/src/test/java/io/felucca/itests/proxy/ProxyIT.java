package io.felucca.itests.proxy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.Kind;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Debian's containerd as the process of proxy plugins of a running daemon: added, killed, hung,
 * restarted, moved and removed, while others work on overlayfs.
 */
public class ProxyIT {
  private static final String SNAPSHOTTERS = "io.containerd.snapshotter.v1";
  private static final int CLIENTS = 2;

  private Path folder;
  private Daemon daemon;
  private Peer peer;
  private Rpc rpc;

  @Before
  public void configure() throws Exception {
    folder = Files.createTempDirectory("felucca-it");
    daemon = Daemon.configured(folder.resolve("f"), "");
    peer = new Peer(folder.resolve("peer"));
  }

  @After
  public void endAll() throws Exception {
    if (rpc != null) {
      rpc.close();
    }
    try {
      daemon.close();
    } finally {
      peer.close();
      Command.run(Path.of("/"), "rm", "-rf", folder.toString());
    }
  }

  private void start() throws Exception {
    daemon.start();
    rpc = new Rpc(daemon.address(), "");
  }

  private String snapshots(String timeout) {
    return """
        disabled_plugins = ["io.containerd.snapshotter.v1.native"]
        [proxy_plugins.native]
          type = "snapshot"
          address = "%s"
          timeout = "%s"
        """
        .formatted(peer.socket(), timeout);
  }

  private String everything() {
    return """
        disabled_plugins = ["io.containerd.snapshotter.v1.native", "io.containerd.content.v1.content"]
        [proxy_plugins.native]
          type = "snapshot"
          address = "%1$s"
          capabilities = ["acme"]
        [proxy_plugins.native.exports]
          root = "/acme"
        [proxy_plugins.content]
          type = "content"
          address = "unix://%1$s"
        [proxy_plugins.peer]
          type = "diff"
          address = "%1$s"
        [plugins."io.containerd.service.v1.diff-service"]
          default = ["peer"]
        """
        .formatted(peer.socket());
  }

  private Plugin plugin(String type, String id) {
    String filter = "type==\"%s\",id==\"%s\"".formatted(type, id);
    return PluginsGrpc.newBlockingStub(rpc.channel())
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .list(ListRequest.newBuilder().addFilters(filter).build())
        .getPluginsList()
        .stream()
        .findFirst()
        .orElse(Plugin.getDefaultInstance());
  }

  private void awaitState(State state, String reason) throws InterruptedException {
    daemon.await(
        "native is " + state + ": " + reason + ", not " + plugin(SNAPSHOTTERS, "native"),
        () -> {
          Plugin now = plugin(SNAPSHOTTERS, "native");
          return now.getState() == state && now.getReason().contains(reason);
        });
  }

  private Command natives(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("snapshots", "--snapshotter", "native"));
    all.addAll(List.of(arguments));
    return daemon.ctr(all.toArray(String[]::new));
  }

  private static void assertFails(Command command, String... words) {
    assertTrue(command.toString(), command.code() != 0);
    for (String word : words) {
      assertTrue(command.toString(), command.err().contains(word));
    }
  }

  @Test
  public void containersRunOnSnapshotsContentAndDiffsOfAPeerThatIsAddedWhileServing()
      throws Exception {
    start();
    peer.start();
    try (Bystanders bystanders = new Bystanders(daemon.address(), CLIENTS)) {
      daemon.configure(everything());
      daemon.await("the differ is there", () -> isOk("io.containerd.differ.v1", "peer"));
      daemon.await(
          "the snapshotter is there",
          () -> plugin(SNAPSHOTTERS, "native").getExportsMap().containsKey("address"));
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

  private boolean isOk(String type, String id) {
    return plugin(type, id).getState() == State.STATE_OK;
  }

  private boolean hasEnded(String task) {
    try {
      return daemon.ctr("tasks", "ls").out().matches("(?s).*\\b" + task + " +\\d+ +STOPPED.*");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void whateverHappensToAPeerNobodyElseNoticesAndItHealsByItself() throws Exception {
    daemon.configure(snapshots("2s"));
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
    daemon.configure(snapshots("2s"));
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
        everything().replace("type = \"content\"", "type = \"content\"\n  timeout = \"2s\""));
    peer.start();
    start();
    imported().ok();
    String manifest = daemon.ctr("images", "ls").ok().out();
    String blob = manifest.replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
    daemon.ctr("content", "get", blob).ok();
    try (Bystanders bystanders = new Bystanders(daemon.address(), CLIENTS)) {
      peer.signal("STOP");
      assertFails(daemon.ctr("content", "get", blob), "\"content\"", "did not answer within 2s");
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
    imported.get(60, TimeUnit.SECONDS).ok();
  }

  private Command imported() {
    try {
      return daemon.ctr(
          "images", "import", "--snapshotter", "native", BusyboxImage.archive().toString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void sandboxesAreLedToTheControllerOfTheirName() throws Exception {
    Path socket = folder.resolve("pods");
    start();
    daemon.configure(
        "[proxy_plugins.pods]\n  type = \"sandbox\"\n  address = \"%s\"\n".formatted(socket));
    String type = "io.containerd.sandbox.controller.v1";
    daemon.await("it waits", () -> plugin(type, "pods").getState() == State.STATE_WAITING);
    assertTrue(isOk("io.containerd.grpc.v1", "sandbox-controllers"));
    assertEquals(Status.Code.UNAVAILABLE, refusal("pods"));
    assertEquals(Status.Code.NOT_FOUND, refusal("others"));
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal(""));
    try (PodController controller = new PodController(socket)) {
      daemon.await("it serves", () -> isOk(type, "pods"));
      assertEquals("k8s.io/pods/s", status("pods").getState());
    }
  }

  private Status.Code refusal(String sandboxer) {
    return assertThrows(StatusRuntimeException.class, () -> status(sandboxer))
        .getStatus()
        .getCode();
  }

  private ControllerStatusResponse status(String sandboxer) {
    try (Rpc pods = new Rpc(daemon.address(), "k8s.io")) {
      return ControllerGrpc.newBlockingStub(pods.channel())
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .status(
              ControllerStatusRequest.newBuilder()
                  .setSandboxId("s")
                  .setSandboxer(sandboxer)
                  .build());
    }
  }

  /** As stargz and others do it: layers that a process has already are not unpacked. */
  @Test
  public void layersThatARemoteSnapshotterHasAreTakenOver() throws Exception {
    Path socket = folder.resolve("remote");
    daemon.configure(
        "[proxy_plugins.remote]\n  type = \"snapshot\"\n  address = \"%s\"\n".formatted(socket));
    start();
    try (RemoteSnapshotter remote = new RemoteSnapshotter(socket);
        Rpc moby = new Rpc(daemon.address(), "moby")) {
      prepareLayer(moby, "sha256:one", "");
      prepareLayer(moby, "sha256:two", "sha256:one");
      Info two = stat(moby, "sha256:two");
      assertEquals(Kind.COMMITTED, two.getKind());
      assertEquals("sha256:one", two.getParent());
      assertEquals(Kind.COMMITTED, stat(moby, "sha256:one").getKind());
      PrepareSnapshotRequest container =
          PrepareSnapshotRequest.newBuilder()
              .setSnapshotter("remote")
              .setKey("c")
              .setParent("sha256:two")
              .build();
      assertEquals("remote", moby.snapshots().prepare(container).getMounts(0).getSource());
    }
  }

  private static void prepareLayer(Rpc moby, String chain, String parent) {
    PrepareSnapshotRequest request =
        PrepareSnapshotRequest.newBuilder()
            .setSnapshotter("remote")
            .setKey("extract " + chain)
            .setParent(parent)
            .putLabels("containerd.io/snapshot.ref", chain)
            .build();
    Status status =
        assertThrows(StatusRuntimeException.class, () -> moby.snapshots().prepare(request))
            .getStatus();
    assertEquals(status.toString(), Status.Code.ALREADY_EXISTS, status.getCode());
    assertTrue(status.toString(), status.getDescription().endsWith(": already exists"));
  }

  private static Info stat(Rpc moby, String key) {
    return moby.snapshots()
        .stat(StatSnapshotRequest.newBuilder().setSnapshotter("remote").setKey(key).build())
        .getInfo();
  }
}
