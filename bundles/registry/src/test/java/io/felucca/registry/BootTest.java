package io.felucca.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.rig.Harbour;
import io.felucca.registry.rig.TestDaemon;
import io.felucca.registry.toys.Anchor;
import io.felucca.registry.toys.Mast;
import io.felucca.registry.toys.Porthole;
import io.felucca.registry.toys.Rigging;
import io.felucca.registry.toys.Sail;
import io.felucca.registry.toys.Tender;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;

public class BootTest {
  private static final String SAIL = "[plugins.'test.sail.v1.main']\n";

  @Rule public final Harbour harbour = new Harbour();

  @Test
  public void pluginsComeUpInOrderAndServe() throws Exception {
    harbour.ship(Rigging.class, Sail.class).ship(Mast.class, Anchor.class);
    TestDaemon daemon = harbour.start();
    List<String> order = daemon.registry().plugins().stream().map(PluginInfo::uri).toList();
    assertEquals(
        List.of(
            "io.felucca.config.v1.files",
            "test.mast.v1.main",
            "test.rigging.v1.main",
            "test.sail.v1.main",
            "test.anchor.v1.main"),
        order);
    assertEquals("rigged on pine 5000", harbour.ask("test.rigging.v1"));
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    assertEquals("anchored by iron", harbour.ask("test.anchor.v1"));
    PluginInfo sail = harbour.info("test.sail.v1");
    assertEquals(harbour.home() + "/root/test.sail.v1.main", sail.exports().get("root"));
    assertEquals("toy 0.0.0", sail.origin());
    assertEquals("", sail.reason());
  }

  @Test
  public void theConfigurationReachesThePlugin() throws Exception {
    harbour.config(SAIL + "cloth_name = 'hemp'\nreefs = 3\nbattens = ['a', 'b']\n");
    harbour.ship(Sail.class).start();
    assertEquals("shipped hemp 3 2", harbour.ask("test.sail.v1"));
  }

  @Test
  public void aDisabledPluginIsNotThere() throws Exception {
    harbour.config("disabled_plugins = ['test.sail.v1.main']\n");
    harbour.ship(Sail.class).start();
    assertEquals(PluginState.DISABLED, harbour.info("test.sail.v1").state());
    Fault fault = assertThrows(Fault.class, () -> harbour.ask("test.sail.v1"));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void failuresInConstructorAndStartAreErrorsWithTheirReason() throws Exception {
    harbour.config(SAIL + "mood = 'fail-constructor'\n");
    harbour.ship(Sail.class, Mast.class).start();
    assertEquals(PluginState.ERROR, harbour.info("test.sail.v1").state());
    assertEquals("rigging broke in constructor", harbour.info("test.sail.v1").reason());
    Fault fault = assertThrows(Fault.class, () -> harbour.ask("test.sail.v1"));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains("rigging broke in constructor"));
    assertEquals(PluginState.OK, harbour.info("test.mast.v1").state());
    harbour.config(SAIL + "mood = 'fail-start'\n");
    Harbour.await("rigging broke in start", () -> harbour.info("test.sail.v1").reason());
  }

  @Test
  public void aPluginThatDoesNotApplyIsSkipped() throws Exception {
    harbour.config(SAIL + "mood = 'skip-constructor'\n");
    harbour.ship(Sail.class).start();
    assertEquals(PluginState.SKIP, harbour.info("test.sail.v1").state());
    assertEquals("no wind in constructor", harbour.info("test.sail.v1").reason());
    harbour.config(SAIL + "mood = 'skip-start'\n");
    Harbour.await("no wind in start", () -> harbour.info("test.sail.v1").reason());
    assertEquals(PluginState.SKIP, harbour.info("test.sail.v1").state());
  }

  @Test
  public void aMissingDependencyIsWaitedFor() throws Exception {
    harbour.config("disabled_plugins = ['test.mast.v1.main']\n");
    harbour.ship(Rigging.class, Mast.class).start();
    assertEquals(PluginState.WAITING, harbour.info("test.rigging.v1").state());
    assertEquals(
        "waits for test.mast.v1.main (disabled)", harbour.info("test.rigging.v1").reason());
    harbour.config("");
    Harbour.await("rigged on pine 5000", () -> harbour.ask("test.rigging.v1"));
    assertEquals(PluginState.OK, harbour.info("test.rigging.v1").state());
  }

  @Test
  public void whoWaitsTellsForWhichPluginAndWhereThatStandsNow() throws Exception {
    harbour.config("disabled_plugins = ['test.mast.v1.main']\n");
    harbour.ship(Rigging.class, Mast.class).start();
    harbour.config("[plugins.'test.mast.v1.main']\nwood = 'rotten'\n");
    Harbour.await(
        "waits for test.mast.v1.main (error: the mast is rotten)",
        () -> harbour.info("test.rigging.v1").reason());
    assertEquals(PluginState.WAITING, harbour.info("test.rigging.v1").state());
  }

  @Test
  public void whatNoPluginOffersIsWaitedForByItsService() throws Exception {
    harbour.ship(Rigging.class).start();
    assertEquals(
        "waits for java.util.concurrent.Callable (plugin.type=test.mast.v1)",
        harbour.info("test.rigging.v1").reason());
  }

  @Test
  public void aRequiredPluginThatFailsStopsTheBoot() throws Exception {
    harbour.config("required_plugins = ['test.sail.v1.main']\n" + SAIL + "torn = true\n");
    assertEquals(
        "load required plugin test.sail.v1.main: the sail is torn",
        harbour.ship(Sail.class).startInVain());
  }

  @Test
  public void aRequiredPluginThatIsNotKnownStopsTheBoot() throws Exception {
    harbour.config("required_plugins = ['test.sale.v1.main']\n");
    assertEquals(
        harbour.home()
            + "/config.toml:2:21: required plugin test.sale.v1.main not included"
            + " (did you mean \"test.sail.v1.main\"?)",
        harbour.ship(Sail.class).startInVain());
  }

  @Test
  public void aSocketThatCannotBeListenedOnStopsTheBoot() throws Exception {
    Path socket = harbour.home().resolve("s");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket));
      assertEquals(
          "load required plugin io.containerd.server.v1.grpc: cannot listen: "
              + socket
              + " is in use",
          harbour.ship(Porthole.class).startInVain());
    }
  }

  @Test
  public void aSocketThatIsDisabledIsNotNeeded() throws Exception {
    Files.createFile(harbour.home().resolve("s"));
    harbour.config("disabled_plugins = ['io.containerd.server.v1.grpc']\n");
    harbour.ship(Porthole.class, Sail.class).start();
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
  }

  @Test
  public void aValueOfTheWrongTypeStopsTheBoot() throws Exception {
    harbour.config(SAIL + "reefs = 'two'\n");
    assertEquals(
        harbour.home()
            + "/config.toml:3:1: test.sail.v1.main: reefs must be an integer, not a string"
            + " (\"two\")",
        harbour.ship(Sail.class).startInVain());
  }

  @Test
  public void unknownKeysDoNotStopTheBoot() throws Exception {
    harbour.config("rooot = '/x'\n" + SAIL + "reef = 1\n");
    harbour.ship(Sail.class).start();
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
  }

  @Test
  public void pluginsAreClosedWhenTheDaemonStops() throws Exception {
    harbour.ship(Anchor.class);
    TestDaemon daemon = harbour.start();
    assertTrue(Files.exists(harbour.home().resolve("root/test.anchor.v1.main/ground")));
    daemon.close();
    assertTrue(Files.notExists(harbour.home().resolve("root/test.anchor.v1.main/ground")));
  }

  @Test
  public void eachProxyPluginHasAnInstanceOfItsAdapter() throws Exception {
    String main =
        "[proxy_plugins.main]\ntype = 'test.sail.v1'\naddress = '/a'\ncapabilities = ['x', 'y']\n";
    harbour.config(main + "[proxy_plugins.main.exports]\nroot = '/r'\n");
    harbour.ship(Tender.class).start();
    assertEquals("main at /a {\"root\":\"/r\"} x+y", harbour.ask("test.sail.v1"));
    harbour.config("[proxy_plugins.main]\ntype = 'test.sail.v1'\naddress = '/b'\n");
    Harbour.await("main at /b {} ", () -> harbour.ask("test.sail.v1"));
    harbour.config("");
    Harbour.await(
        Fault.Kind.NOT_FOUND,
        () -> assertThrows(Fault.class, () -> harbour.ask("test.sail.v1")).kind());
  }

  @Test
  public void aPluginThatMissesSomethingOutsideIsTriedAgain() throws Exception {
    harbour.config(SAIL + "mood = 'needs " + harbour.home().resolve("wind") + "'\n");
    harbour.ship(Sail.class).start();
    assertEquals(PluginState.WAITING, harbour.info("test.sail.v1").state());
    assertEquals("no wind yet", harbour.info("test.sail.v1").reason());
    Files.createFile(harbour.home().resolve("wind"));
    Harbour.await("shipped linen 2 0", () -> harbour.ask("test.sail.v1"));
    assertEquals(PluginState.OK, harbour.info("test.sail.v1").state());
  }

  @Test
  public void theDaemonsFoldersAreMadeWithTheirModes() throws Exception {
    harbour.start();
    assertEquals("rwx------", mode("root"));
    assertEquals("rwx--x--x", mode("state"));
  }

  private String mode(String folder) throws Exception {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(harbour.home().resolve(folder)));
  }

  @Test
  public void changesOfPluginsAreEvents() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    List<Events.PluginChange> seen = new CopyOnWriteArrayList<>();
    daemon.context().registerService(EventExchange.class, new Listening(seen), null);
    daemon.admin().swap("test.sail.v1", "main");
    assertEquals(
        List.of(new Events.PluginChange("test.sail.v1", "main", "ok", "")), List.copyOf(seen));
  }

  private record Listening(List<Events.PluginChange> seen) implements EventExchange {
    @Override
    public void publish(Scope scope, String topic, Payload payload) {
      assertEquals("/plugins/state", topic);
      seen.add((Events.PluginChange) payload);
    }

    @Override
    public void forward(Event event) {
      throw Fault.unimplemented("forward");
    }

    @Override
    public Subscription subscribe(Filter filter, Consumer<Event> to) {
      throw Fault.unimplemented("subscribe");
    }
  }
}
