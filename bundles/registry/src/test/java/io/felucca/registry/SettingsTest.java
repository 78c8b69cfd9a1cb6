package io.felucca.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.config.ConfigAdmin;
import io.felucca.api.config.ConfigReview;
import io.felucca.api.config.ConfigValue;
import io.felucca.api.config.ConfigVersion;
import io.felucca.registry.rig.Harbour;
import io.felucca.registry.rig.TestDaemon;
import io.felucca.registry.toys.Anchor;
import io.felucca.registry.toys.Mast;
import io.felucca.registry.toys.Rigging;
import io.felucca.registry.toys.Sail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class SettingsTest {
  private static final String SAIL = "[plugins.'test.sail.v1.main']\n";

  @Rule public final Harbour harbour = new Harbour();

  private ConfigAdmin settings(TestDaemon daemon) {
    return daemon.service(ConfigAdmin.class);
  }

  private Path confD(String name) {
    return harbour.home().resolve("conf.d").resolve(name + ".toml");
  }

  @Test
  public void aReviewSaysWhatWouldChangeAndChangesNothing() throws Exception {
    harbour.ship(Sail.class, Mast.class);
    TestDaemon daemon = harbour.start();
    ConfigReview review =
        settings(daemon).review("more", "version = 4\n" + SAIL + "cloth_name = 'silk'\n");
    assertFalse(review.refused());
    assertEquals(List.of("test.sail.v1.main: is replaced"), review.plugins());
    assertEquals(
        List.of(
            new ConfigReview.KeyChange(
                "plugins.'test.sail.v1.main'.cloth_name",
                "'linen'",
                "'silk'",
                confD("more") + ":3:1")),
        review.keys());
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    assertFalse(Files.exists(confD("more")));
    review = settings(daemon).review("more", "version = 4\n" + SAIL + "cloth = 'silk'\n");
    assertTrue(review.refused());
    assertEquals(
        List.of(
            "unknown: "
                + confD("more")
                + ":3:1: test.sail.v1.main: unknown key \"cloth\" (did you mean \"cloth_name\"?)"),
        review.problems());
    assertTrue(settings(daemon).review("more", "x = = 1").refused());
    assertThrows(Fault.class, () -> settings(daemon).review("../x", ""));
  }

  @Test
  public void anAppliedChangeIsAFileOfConfD() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    String silk = "version = 4\n" + SAIL + "cloth_name = 'silk'\n";
    assertEquals(List.of("test.sail.v1.main: replaced"), settings(daemon).apply("more", silk));
    assertEquals("shipped silk 2 0", harbour.ask("test.sail.v1"));
    assertEquals(silk, Files.readString(confD("more")));
    Fault fault =
        assertThrows(
            Fault.class,
            () -> settings(daemon).apply("more", "version = 4\n" + SAIL + "reefs = 'x'\n"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("more.toml:3:1: test.sail.v1"));
    assertEquals(silk, Files.readString(confD("more")));
    assertEquals(List.of("test.sail.v1.main: replaced"), settings(daemon).apply("more", null));
    assertFalse(Files.exists(confD("more")));
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    fault = assertThrows(Fault.class, () -> settings(daemon).apply("more", null));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void aChangeThatBringsDownARequiredPluginIsTakenBackWhole() throws Exception {
    harbour.ship(Sail.class, Anchor.class);
    harbour.config("required_plugins = ['test.sail.v1.main']\n");
    TestDaemon daemon = harbour.start();
    Fault fault =
        assertThrows(
            Fault.class,
            () ->
                settings(daemon)
                    .apply(
                        "bad",
                        "version = 4\n"
                            + SAIL
                            + "mood = 'fail-start'\n[plugins.'test.anchor.v1.main']\nchain = 'steel'\n"));
    assertTrue(
        fault.getMessage(), fault.getMessage().contains("bad.toml:2:1: test.sail.v1.main: "));
    assertTrue(fault.getMessage(), fault.getMessage().contains("rigging broke in start"));
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    assertEquals("anchored by iron", harbour.ask("test.anchor.v1"));
    assertFalse(Files.exists(confD("bad")));
    assertEquals("1", daemon.info("io.felucca.config.v1.files").exports().get("version"));
  }

  @Test
  public void aPluginsOwnComplaintIsToldWithThePlaceOfTheKeyThatItNames() throws Exception {
    harbour.ship(Anchor.class);
    TestDaemon daemon = harbour.start();
    String text = "version = 4\n[plugins.'test.anchor.v1.main']\n\nchain = 'chain'\n";
    Fault fault = assertThrows(Fault.class, () -> settings(daemon).apply("bad", text));
    assertTrue(fault.getMessage(), fault.getMessage().contains("bad.toml:4:1: test.anchor.v1"));
    assertEquals("anchored by iron", harbour.ask("test.anchor.v1"));
  }

  @Test
  public void theDaemonGoesBackToAnEarlierVersionAndStaysThere() throws Exception {
    harbour.ship(Sail.class);
    TestDaemon daemon = harbour.start();
    harbour.config(SAIL + "reefs = 5\n");
    Harbour.await("shipped linen 5 0", () -> harbour.ask("test.sail.v1"));
    assertEquals(List.of("test.sail.v1.main: replaced"), settings(daemon).rollback(0));
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    List<ConfigVersion> kept = settings(daemon).history();
    assertEquals(List.of(3L, 2L, 1L), kept.stream().map(ConfigVersion::number).toList());
    assertEquals("rollback to 1", kept.get(0).door());
    assertTrue(kept.get(0).pinned());
    harbour.restart();
    assertEquals("shipped linen 2 0", harbour.ask("test.sail.v1"));
    assertEquals("3", harbour.daemon().info("io.felucca.config.v1.files").exports().get("pinned"));
    harbour.config(SAIL + "reefs = 6\n");
    Harbour.await("shipped linen 6 0", () -> harbour.ask("test.sail.v1"));
    assertEquals(null, harbour.daemon().info("io.felucca.config.v1.files").exports().get("pinned"));
    Fault fault = assertThrows(Fault.class, () -> settings(harbour.daemon()).rollback(77));
    assertTrue(fault.getMessage(), fault.getMessage().contains("kept are [4, 3, 2, 1]"));
  }

  @Test
  public void aBrokenFileBootsTheLastGoodConfigurationUntilItIsMended() throws Exception {
    harbour.ship(Sail.class);
    harbour.config(SAIL + "reefs = 5\n");
    TestDaemon daemon = harbour.start();
    Harbour.await(1, () -> settings(daemon).history().size());
    for (String broken : List.of("= 1\n", SAIL + "reefs = 'x'\n")) {
      harbour.config(broken);
      harbour.restart();
      assertEquals("shipped linen 5 0", harbour.ask("test.sail.v1"));
      String refused = harbour.daemon().info("io.felucca.config.v1.files").exports().get("refused");
      assertTrue(refused, refused.contains("config.toml:"));
    }
    harbour.config(SAIL + "reefs = 7\n");
    Harbour.await("shipped linen 7 0", () -> harbour.ask("test.sail.v1"));
  }

  @Test
  public void everyValueIsExplained() throws Exception {
    harbour.ship(Sail.class, Mast.class, Rigging.class);
    harbour.config(SAIL + "reefs = 5\n");
    TestDaemon daemon = harbour.start();
    assertEquals(
        List.of(
            new ConfigValue(
                "plugins.'test.sail.v1.main'.reefs",
                "5",
                harbour.home().resolve("config.toml") + ":3:1",
                "live: replaces test.sail.v1.main")),
        settings(daemon).explain("plugins.test.sail.v1.main.reefs"));
    assertEquals("restart", settings(daemon).explain("root").get(0).effect());
    assertEquals(
        "live: replaces test.mast.v1.main",
        settings(daemon).explain("timeouts.io.containerd.timeout.shim.load").get(0).effect());
    assertEquals("flag --root", settings(daemon).explain("root").get(0).place());
  }
}
