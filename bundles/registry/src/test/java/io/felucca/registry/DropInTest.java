package io.felucca.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.rig.Harbour;
import io.felucca.registry.rig.TestDaemon;
import io.felucca.registry.toys.Anchor;
import io.felucca.registry.toys.Mast;
import io.felucca.registry.toys.Rigging;
import io.felucca.registry.toys.Sail;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;

@SuppressWarnings("rawtypes")
public class DropInTest {
  private static final PluginKind<Supplier> SAIL = new PluginKind<>("test.sail.v1", Supplier.class);

  @Rule public final Harbour harbour = new Harbour();

  private Path build(String build, Class<?>... classes) throws Exception {
    return harbour.jar(harbour.home().resolve(build + ".jar"), Map.of("Toy-Build", build), classes);
  }

  private void drop(String name, Path jar) throws Exception {
    Files.createDirectories(harbour.plugins());
    Path beside = harbour.plugins().resolve("." + name);
    Files.copy(jar, beside, StandardCopyOption.REPLACE_EXISTING);
    Files.move(beside, harbour.plugins().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long droppedIn(TestDaemon daemon) {
    return Arrays.stream(daemon.context().getBundles())
        .filter(bundle -> bundle.getLocation().startsWith("felucca-plugin:"))
        .count();
  }

  @Test
  public void aJarThatIsThereAtTheStartServes() throws Exception {
    drop("sail.jar", build("v1", Sail.class));
    harbour.start();
    assertEquals("v1 linen 2 0", harbour.ask("test.sail.v1"));
    assertEquals("toy 0.0.0 (sail.jar)", harbour.info("test.sail.v1").origin());
  }

  @Test
  public void aJarThatIsDroppedReplacedAndRemovedIsFollowed() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    drop("sail.jar", build("v1", Sail.class));
    Harbour.await("v1 linen 2 0", () -> harbour.ask("test.sail.v1"));
    drop("sail.jar", build("v2", Sail.class));
    Harbour.await("v2 linen 2 0", () -> harbour.ask("test.sail.v1"));
    Harbour.await(1L, () -> droppedIn(daemon));
    Files.delete(harbour.plugins().resolve("sail.jar"));
    Harbour.await("shipped linen 2 0", () -> harbour.ask("test.sail.v1"));
    Harbour.await(0L, () -> droppedIn(daemon));
    Harbour.await(1, daemon::configurations);
  }

  @Test
  public void aPluginWithoutShippedOneIsGoneWithItsJar() throws Exception {
    TestDaemon daemon = harbour.start();
    drop("sail.jar", build("v1", Sail.class));
    Harbour.await("v1 linen 2 0", () -> harbour.ask("test.sail.v1"));
    Files.delete(harbour.plugins().resolve("sail.jar"));
    Harbour.await(0L, () -> droppedIn(daemon));
    Fault fault = assertThrows(Fault.class, () -> harbour.ask("test.sail.v1"));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void aJarThatIsStillBeingCopiedIsWaitedFor() throws Exception {
    drop("sail.jar", build("v1", Sail.class));
    harbour.start();
    byte[] next = Files.readAllBytes(build("v2", Sail.class));
    Path jar = harbour.plugins().resolve("sail.jar");
    Files.write(jar, Arrays.copyOf(next, next.length / 2));
    Thread.sleep(400);
    assertEquals("v1 linen 2 0", harbour.ask("test.sail.v1"));
    Files.write(jar, next);
    Harbour.await("v2 linen 2 0", () -> harbour.ask("test.sail.v1"));
  }

  @Test
  public void aJarThatDoesNotResolveKeepsTheOneBefore() throws Exception {
    drop("sail.jar", build("v1", Sail.class));
    TestDaemon daemon = harbour.start();
    Path bad =
        harbour.jar(
            harbour.home().resolve("bad.jar"),
            Map.of("Toy-Build", "v2", "Import-Package", "no.such.thing,*"),
            Sail.class);
    Fault fault = assertThrows(Fault.class, () -> daemon.admin().update(renamed(bad)));
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("sail.jar is not taken: "));
    assertTrue(fault.getMessage(), fault.getMessage().contains("no.such.thing"));
    drop("sail.jar", bad);
    String refused = "sail.jar refused: Unable to resolve toy";
    Harbour.await(true, () -> harbour.info("test.sail.v1").reason().startsWith(refused));
    assertEquals("v1 linen 2 0", harbour.ask("test.sail.v1"));
    assertEquals(1, droppedIn(daemon));
  }

  private Path renamed(Path jar) throws Exception {
    Path folder = Files.createDirectories(harbour.home().resolve("upload"));
    return Files.copy(jar, folder.resolve("sail.jar"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  public void aJarWhosePluginFailsKeepsTheOneBefore() throws Exception {
    drop("sail.jar", build("v1", Sail.class));
    TestDaemon daemon = harbour.start();
    drop("sail.jar", build("fail-start", Sail.class));
    Harbour.await(
        "sail.jar refused: test.sail.v1.main: toy 0.0.0 (sail.jar) failed: rigging broke in start",
        () -> harbour.info("test.sail.v1").reason());
    assertEquals("v1 linen 2 0", harbour.ask("test.sail.v1"));
    Harbour.await(1L, () -> droppedIn(daemon));
    drop("sail.jar", build("v3", Sail.class));
    Harbour.await("v3 linen 2 0", () -> harbour.ask("test.sail.v1"));
  }

  @Test
  public void aJarOfWhichOnePluginFailsIsNotTakenAtAll() throws Exception {
    drop("sail.jar", build("v1", Sail.class, Mast.class, Rigging.class));
    TestDaemon daemon = harbour.start();
    Object mast = daemon.info("test.mast.v1.main").origin();
    drop("sail.jar", build("fail-start", Sail.class, Mast.class, Rigging.class));
    Harbour.await(
        "sail.jar refused: test.sail.v1.main: toy 0.0.0 (sail.jar) failed: rigging broke in start",
        () -> harbour.info("test.sail.v1").reason());
    Harbour.await(1L, () -> droppedIn(daemon));
    assertEquals(mast, daemon.info("test.mast.v1.main").origin());
    assertEquals("rigged on pine 5000", harbour.ask("test.rigging.v1"));
  }

  @Test
  public void installAndUninstallThroughTheAdministration() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    List<String> lines = daemon.admin().install(renamed(build("v1", Sail.class)));
    assertEquals(List.of("test.sail.v1.main: replaced"), lines);
    assertEquals("v1 linen 2 0", harbour.ask("test.sail.v1"));
    Path next = renamed(build("v2", Sail.class, Anchor.class));
    Fault taken = assertThrows(Fault.class, () -> daemon.admin().install(next));
    assertEquals(Fault.Kind.ALREADY_EXISTS, taken.kind());
    lines = daemon.admin().update(next);
    assertEquals(List.of("test.sail.v1.main: replaced", "test.anchor.v1.main: up"), lines);
    assertEquals("v2 linen 2 0", harbour.ask("test.sail.v1"));
    lines = daemon.admin().uninstall("sail.jar");
    assertEquals(List.of("test.anchor.v1.main: removed", "test.sail.v1.main: replaced"), lines);
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    Fault fault = assertThrows(Fault.class, () -> daemon.admin().uninstall("sail.jar"));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    fault = assertThrows(Fault.class, () -> daemon.admin().update(next));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void anInstallThatFailsLeavesTheFolderAsItWas() throws Exception {
    drop("sail.jar", build("v1", Sail.class));
    TestDaemon daemon = harbour.start();
    byte[] before = Files.readAllBytes(harbour.plugins().resolve("sail.jar"));
    Path bad = renamed(build("fail-constructor", Sail.class));
    Fault fault = assertThrows(Fault.class, () -> daemon.admin().update(bad));
    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains("rigging broke in constructor"));
    assertTrue(Arrays.equals(before, Files.readAllBytes(harbour.plugins().resolve("sail.jar"))));
    assertEquals("v1 linen 2 0", harbour.ask("test.sail.v1"));
    assertEquals(1, Files.list(harbour.plugins()).count());
    Files.write(bad, new byte[] {1, 2, 3});
    assertThrows(Fault.class, () -> daemon.admin().update(bad));
    assertEquals("v1 linen 2 0", harbour.ask("test.sail.v1"));
    Path text = Files.writeString(harbour.home().resolve("x.txt"), "x");
    assertEquals(
        Fault.Kind.INVALID_ARGUMENT,
        assertThrows(Fault.class, () -> daemon.admin().install(text)).kind());
  }

  @Test
  public void theOldBundleStaysAsLongAsAnInstanceOfItIsHeld() throws Exception {
    drop("sail.jar", build("v1", Sail.class));
    TestDaemon daemon = harbour.start();
    Held<Supplier> held = daemon.registry().use(Scope.daemon(), SAIL, "main");
    daemon.admin().update(renamed(build("v2", Sail.class)));
    assertEquals("v1 linen 2 0", held.get().get());
    assertEquals(2, droppedIn(daemon));
    held.close();
    Harbour.await(1L, () -> droppedIn(daemon));
  }

  @Test
  public void theClassLoaderOfAReplacedJarIsCollectedAndNoFileStaysOpen() throws Exception {
    drop("sail.jar", build("v0", Sail.class));
    TestDaemon daemon = harbour.start();
    WeakReference<ClassLoader> first = loader(daemon);
    long open = openFiles();
    for (int i = 1; i <= 5; i++) {
      daemon.admin().update(renamed(build("v" + i, Sail.class)));
      assertEquals("v" + i + " linen 2 0", harbour.ask("test.sail.v1"));
    }
    Harbour.await(1L, () -> droppedIn(daemon));
    Harbour.await(
        true,
        () -> {
          System.gc();
          return first.get() == null;
        });
    Harbour.await(true, () -> openFiles() <= open);
  }

  private static WeakReference<ClassLoader> loader(TestDaemon daemon) {
    return daemon
        .registry()
        .call(
            Scope.daemon(),
            SAIL,
            "main",
            it -> new WeakReference<>(it.getClass().getClassLoader()));
  }

  private long openFiles() throws Exception {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(this::isOurs).count();
    }
  }

  private boolean isOurs(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(harbour.home());
    } catch (IOException gone) {
      return false;
    }
  }

  @Test
  public void aShippedBundleThatIsStoppedAndStartedHealsByItself() throws Exception {
    harbour.ship(Mast.class).ship(Rigging.class);
    TestDaemon daemon = harbour.start();
    var mast =
        Arrays.stream(daemon.context().getBundles())
            .filter(bundle -> bundle.getLocation().endsWith("shipped0.jar"))
            .findFirst()
            .orElseThrow();
    mast.stop();
    Harbour.await(PluginState.WAITING, () -> harbour.info("test.rigging.v1").state());
    mast.start();
    Harbour.await("rigged on pine 5000", () -> harbour.ask("test.rigging.v1"));
  }
}
