package io.felucca.itests.proxy;

import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;

/** A daemon, a peer that its proxies stand for, and the ways to look at both. */
abstract class ProxyBase {
  static final String SNAPSHOTTERS = "io.containerd.snapshotter.v1";
  static final int CLIENTS = 2;

  Path folder;
  Daemon daemon;
  Peer peer;
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

  final void start() throws Exception {
    daemon.start();
    rpc = new Rpc(daemon.address(), "");
  }

  String snapshots(String timeout) {
    return """
        disabled_plugins = ["io.containerd.snapshotter.v1.native"]
        [proxy_plugins.native]
          type = "snapshot"
          address = "%s"
          timeout = "%s"
        """
        .formatted(peer.socket(), timeout);
  }

  /** The same snapshotter with everything that can be told about it. */
  String described(String timeout, String platform, String capability, String root) {
    return snapshots(timeout)
        + """
          platform = "%s"
          capabilities = ["%s"]
        [proxy_plugins.native.exports]
          root = "%s"
        """
            .formatted(platform, capability, root);
  }

  String everything() {
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

  Plugin plugin(String type, String id) {
    String filter = "type==\"%s\",id==\"%s\"".formatted(type, id);
    return PluginsGrpc.newBlockingStub(rpc.channel())
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .list(ListRequest.newBuilder().addFilters(filter).build())
        .getPluginsList()
        .stream()
        .findFirst()
        .orElse(Plugin.getDefaultInstance());
  }

  void awaitState(State state, String reason) throws InterruptedException {
    daemon.await(
        "native is " + state + ": " + reason + ", not " + plugin(SNAPSHOTTERS, "native"),
        () -> {
          Plugin now = plugin(SNAPSHOTTERS, "native");
          return now.getState() == state && now.getReason().contains(reason);
        });
  }

  Command natives(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("snapshots", "--snapshotter", "native"));
    all.addAll(List.of(arguments));
    return daemon.ctr(all.toArray(String[]::new));
  }

  static void assertFails(Command command, String... words) {
    assertTrue(command.toString(), command.code() != 0);
    for (String word : words) {
      assertTrue(command.toString(), command.err().contains(word));
    }
  }

  boolean isOk(String type, String id) {
    return plugin(type, id).getState() == State.STATE_OK;
  }

  Command imported() {
    try {
      return daemon.ctr(
          "images", "import", "--snapshotter", "native", BusyboxImage.archive().toString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
