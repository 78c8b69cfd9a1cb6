package io.felucca.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.rig.Harbour;
import io.felucca.registry.rig.TestDaemon;
import io.felucca.registry.toys.Anchor;
import io.felucca.registry.toys.Mast;
import io.felucca.registry.toys.Rigging;
import io.felucca.registry.toys.Sail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;

@SuppressWarnings("rawtypes")
public class SwapTest {
  private static final PluginKind<Supplier> SAIL = new PluginKind<>("test.sail.v1", Supplier.class);
  private static final String SECTION = "[plugins.'test.sail.v1.main']\n";

  @Rule public final Harbour harbour = new Harbour();

  @Test
  public void noCallFailsWhileAPluginIsReplacedOverAndOver() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      callers.add(threads.submit(() -> callUntil(stop)));
    }
    for (int i = 0; i < 50; i++) {
      daemon.admin().swap("test.sail.v1", "main");
    }
    stop.set(true);
    for (Future<Integer> caller : callers) {
      assertTrue(caller.get(120, TimeUnit.SECONDS) > 0);
    }
    threads.shutdown();
    Harbour.await(1, () -> daemon.configurations());
  }

  private int callUntil(AtomicBoolean stop) {
    int calls = 0;
    while (!stop.get()) {
      assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
      calls++;
    }
    return calls;
  }

  @Test
  public void whoHoldsAnInstanceKeepsIt() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    Held<Supplier> held = daemon.registry().use(Scope.daemon(), SAIL, "main");
    daemon.admin().swap("test.sail.v1", "main");
    assertEquals("shipped linen 2 0", held.get().get());
    Supplier fresh = daemon.registry().call(Scope.daemon(), SAIL, "main", it -> it);
    assertNotSame(fresh, held.get());
    Supplier old = held.get();
    held.close();
    Harbour.await(
        "used after close", () -> assertThrows(IllegalStateException.class, old::get).getMessage());
  }

  @Test
  public void aChangedFileReplacesOnlyThePluginThatItIsAbout() throws Exception {
    harbour.ship(Sail.class, Mast.class);
    TestDaemon daemon = harbour.start();
    Object mast = daemon.service(Callable.class);
    harbour.config(SECTION + "cloth_name = 'silk'\n");
    Harbour.await("shipped silk 2 0", () -> harbour.ask("test.sail.v1"));
    assertEquals(mast, daemon.service(Callable.class));
    assertEquals("2", daemon.info("io.felucca.config.v1.files").exports().get("version"));
  }

  @Test
  public void aChangedTimeoutReplacesThosePluginsThatReadIt() throws Exception {
    harbour.ship(Sail.class, Mast.class, Rigging.class);
    TestDaemon daemon = harbour.start();
    Object sail = daemon.registry().call(Scope.daemon(), SAIL, "main", it -> it);
    harbour.config("[timeouts]\n'io.containerd.timeout.shim.load' = '7s'\n");
    Harbour.await("rigged on pine 7000", () -> harbour.ask("test.rigging.v1"));
    assertEquals(sail, daemon.registry().call(Scope.daemon(), SAIL, "main", it -> it));
  }

  @Test
  public void aRefusedFileChangesNothingAndSaysWhere() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    for (String[] bad :
        new String[][] {
          {
            SECTION + "clothname = 'x'\n",
            ":3:1: test.sail.v1.main: unknown key \"clothname\" (did you mean \"cloth_name\"?)"
          },
          {SECTION + "reefs = 'x'\n", ":3:1: test.sail.v1.main: reefs must be an integer"},
          {"rot = '/x'\n", ":2:1: unknown key \"rot\" (did you mean \"root\"?)"},
          {"= 1\n", ":2:1: failed to unmarshal TOML"}
        }) {
      harbour.config(bad[0]);
      Fault fault = assertThrows(Fault.class, daemon.admin()::reload);
      assertTrue(fault.getMessage(), fault.getMessage().contains(bad[1]));
      assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
      assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
      String shown = daemon.info("io.felucca.config.v1.files").exports().get("refused");
      assertTrue(shown, shown.contains(bad[1]));
    }
    harbour.config(SECTION + "reefs = 1\n");
    Harbour.await("shipped linen 1 0", () -> harbour.ask("test.sail.v1"));
    assertEquals(null, daemon.info("io.felucca.config.v1.files").exports().get("refused"));
  }

  @Test
  public void theLastPluginThatAnotherRequiresCannotBeDisabled() throws Exception {
    harbour.ship(Mast.class, Rigging.class);
    TestDaemon daemon = harbour.start();
    harbour.config("disabled_plugins = ['test.mast.v1.main']\n");
    Fault fault = assertThrows(Fault.class, daemon.admin()::reload);
    assertTrue(
        fault.getMessage(),
        fault
            .getMessage()
            .contains(":2:21: no plugin of type test.mast.v1 would be left, which [test.rigging"));
    assertEquals("rigged on pine 5000", harbour.ask("test.rigging.v1"));
  }

  @Test
  public void aNewInstanceThatFailsLeavesTheOldOneInPlace() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    harbour.config(SECTION + "mood = 'fail-start'\n");
    Harbour.await(
        "toy 0.0.0 failed: rigging broke in start", () -> harbour.info("test.sail.v1").reason());
    assertEquals(PluginState.OK, harbour.info("test.sail.v1").state());
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    harbour.config(SECTION + "cloth_name = 'new'\n");
    Harbour.await("shipped new 2 0", () -> harbour.ask("test.sail.v1"));
    assertEquals("", harbour.info("test.sail.v1").reason());
    Harbour.await(1, daemon::configurations);
  }

  @Test
  public void whoRefersToAReplacedServiceGoesOverToAStartedOne() throws Exception {
    harbour.ship(Mast.class, Rigging.class);
    TestDaemon daemon = harbour.start();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    AtomicBoolean stop = new AtomicBoolean();
    Future<?> caller =
        thread.submit(
            () -> {
              while (!stop.get()) {
                assertTrue(harbour.ask("test.rigging.v1").startsWith("rigged on "));
              }
            });
    for (int i = 0; i < 20; i++) {
      harbour.config("[plugins.'test.mast.v1.main']\nwood = 'wood" + i + "'\n");
      daemon.admin().reload();
      String wood = "rigged on wood" + i + " 5000";
      Harbour.await(wood, () -> harbour.ask("test.rigging.v1"));
    }
    stop.set(true);
    caller.get(120, TimeUnit.SECONDS);
    thread.shutdown();
  }

  @Test
  public void aReplacementThatFailsIsNotSeenByThoseWhoReferToTheService() throws Exception {
    harbour.ship(Mast.class, Rigging.class);
    TestDaemon daemon = harbour.start();
    harbour.config("[plugins.'test.mast.v1.main']\nwood = 'rotten'\n");
    Fault fault = assertThrows(Fault.class, daemon.admin()::reload);
    assertTrue(
        fault.getMessage(),
        fault
            .getMessage()
            .contains(":2:1: test.mast.v1.main: toy 0.0.0 failed: the mast is rotten"));
    assertEquals("rigged on pine 5000", harbour.ask("test.rigging.v1"));
  }

  @Test
  public void whatCannotLiveTwiceIsReplacedInPlace() throws Exception {
    harbour.ship(Anchor.class);
    TestDaemon daemon = harbour.start();
    daemon.admin().swap("test.anchor.v1", "main");
    harbour.config("[plugins.'test.anchor.v1.main']\nchain = 'steel'\n");
    Harbour.await("anchored by steel", () -> harbour.ask("test.anchor.v1"));
    Path ground = harbour.home().resolve("root/test.anchor.v1.main/ground");
    assertTrue(Files.exists(ground));
  }

  @Test
  public void whatCannotLiveTwiceComesBackWhenTheNewOneFails() throws Exception {
    harbour.ship(Anchor.class);
    TestDaemon daemon = harbour.start();
    harbour.config("[plugins.'test.anchor.v1.main']\nchain = 'rope'\n");
    Fault fault = assertThrows(Fault.class, daemon.admin()::reload);
    assertTrue(
        fault.getMessage(),
        fault.getMessage().contains("test.anchor.v1.main: toy 0.0.0 failed: a rope is no chain"));
    assertEquals("anchored by iron", harbour.ask("test.anchor.v1"));
  }

  @Test
  public void swapAndReloadFaultWhereNothingIsReplaced() throws Exception {
    harbour.ship(Sail.class);
    PluginAdmin admin = harbour.start().admin();
    assertEquals(
        Fault.Kind.NOT_FOUND,
        assertThrows(Fault.class, () -> admin.swap("test.sail.v1", "other")).kind());
    assertEquals(List.of(), admin.reload());
  }

  @Test
  public void aLinkThatIsMovedIsFollowed() throws Exception {
    harbour.ship(Sail.class);
    Path data = Files.createDirectory(harbour.home().resolve("v1"));
    Files.writeString(data.resolve("config.toml"), "version = 4\n");
    Path link = Files.createSymbolicLink(harbour.home().resolve("..data"), data);
    Files.createSymbolicLink(harbour.home().resolve("config.toml"), Path.of("..data/config.toml"));
    harbour.start();
    Path next = Files.createDirectory(harbour.home().resolve("v2"));
    Files.writeString(next.resolve("config.toml"), "version = 4\n" + SECTION + "reefs = 9\n");
    Path fresh = Files.createSymbolicLink(harbour.home().resolve("..tmp"), next);
    Files.move(fresh, link, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    Harbour.await("shipped linen 9 0", () -> harbour.ask("test.sail.v1"));
  }

  @Test
  public void aFileThatComesInConfDIsFollowed() throws Exception {
    harbour.ship(Sail.class).start();
    Path dir = Files.createDirectory(harbour.home().resolve("conf.d"));
    Thread.sleep(300); // the folder is seen before the file comes
    Files.writeString(dir.resolve("a.toml"), "version = 4\n" + SECTION + "reefs = 8\n");
    Harbour.await("shipped linen 8 0", () -> harbour.ask("test.sail.v1"));
    Files.delete(dir.resolve("a.toml"));
    Harbour.await("shipped linen 2 0", () -> harbour.ask("test.sail.v1"));
  }

  @Test
  public void theHangUpSignalReloads() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    var taker = daemon.context().getServiceReferences(Runnable.class, "(felucca.signal=HUP)");
    harbour.config(SECTION + "reefs = 7\n");
    daemon.context().getService(taker.iterator().next()).run();
    assertEquals("shipped linen 7 0", harbour.ask("test.sail.v1"));
  }
}
