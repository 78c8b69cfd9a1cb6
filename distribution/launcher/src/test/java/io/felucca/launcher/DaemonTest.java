package io.felucca.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DaemonTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();
  private Toy toy;

  @Before
  public void setUp() throws IOException {
    toy = new Toy(temp.getRoot().toPath());
  }

  @After
  public void tearDown() throws InterruptedException {
    toy.close();
  }

  @Test
  public void bundlesSeeTheCommandLine() throws Exception {
    toy.start("-l", "debug").awaitBoot();
    assertEquals(
        "--state " + toy.file("state") + " -l debug", Files.readString(toy.file("booted")));
  }

  @Test
  public void termStopsTheBundlesAndExitsWithZero() throws Exception {
    toy.start().awaitBoot().signal("TERM");
    assertEquals(0, toy.exitCode());
    assertTrue(Files.exists(toy.file("stopped")));
  }

  @Test
  public void termIsHeardWhileTheFrameworkComesUp() throws Exception {
    for (int i = 0; i < 8; i++) {
      toy.start().await(() -> Files.exists(toy.file("state/felucca/bundles")));
      Thread.sleep(20 * i);
      toy.signal("TERM");
      assertEquals(0, toy.exitCode());
      Folders.delete(toy.file("state"));
    }
  }

  @Test
  public void intStopsToo() throws Exception {
    toy.start().awaitBoot().signal("INT");
    assertEquals(0, toy.exitCode());
  }

  @Test
  public void hupReloadsAndNeverKills() throws Exception {
    toy.start().awaitBoot().signal("HUP");
    toy.await(() -> Files.exists(toy.file("reloaded")));
    toy.signal("TERM");
    assertEquals(0, toy.exitCode());
  }

  @Test
  public void usr1WritesAllStacks() throws Exception {
    toy.start(Map.of("TMPDIR", temp.getRoot().getPath())).awaitBoot().signal("USR1");
    Path stacks = toy.file("containerd." + toy.pid() + ".stacks.log");
    toy.await(() -> Files.exists(stacks));
    assertTrue(Files.readString(stacks).contains("\"main\""));
    toy.await(() -> toy.log().contains("thread stacks written"));
    assertTrue(toy.log(), toy.log().contains("BEGIN thread dump"));
  }

  @Test
  public void failedBootExitsWithOneAndSaysWhy() throws Exception {
    toy.start("fail");
    assertEquals(1, toy.exitCode());
    assertTrue(toy.log(), toy.log().contains("feluccad: told to fail\n"));
  }

  @Test
  public void whateverIsPrintedBecomesALogLine() throws Exception {
    toy.start().awaitBoot();
    String log = toy.log();
    assertTrue(log, log.contains("level=warning msg=\"said to java.util.logging\" logger=toy\n"));
    assertTrue(log, log.contains("level=warning msg=\"said to System.err\"\n"));
  }

  @Test
  public void bundleThatCannotResolveFailsTheBoot() throws Exception {
    toy.bundle("lame", Map.of("Import-Package", "no.such.thing"));
    toy.start();
    assertEquals(1, toy.exitCode());
    assertTrue(toy.log(), toy.log().contains("no.such.thing"));
  }

  @Test
  public void secondStartUsesTheCacheOfTheFirst() throws Exception {
    toy.start().awaitBoot().signal("TERM");
    toy.exitCode();
    Path mark = toy.file("state/felucca/bundles/mark");
    Files.writeString(mark, "");
    toy.start().await(() -> Files.exists(toy.file("booted")));
    assertTrue(Files.exists(mark));
  }

  @Test
  public void changedBundleListMeansAFreshCache() throws Exception {
    toy.start().awaitBoot().signal("TERM");
    toy.exitCode();
    Path mark = toy.file("state/felucca/bundles/mark");
    Files.writeString(mark, "");
    toy.bundle("another", Map.of());
    toy.start().await(() -> Files.exists(toy.file("booted")));
    assertFalse(Files.exists(mark));
  }

  @Test
  public void brokenCacheIsBuiltAgain() throws Exception {
    toy.start().awaitBoot().signal("TERM");
    toy.exitCode();
    Files.writeString(toy.file("state/felucca/bundles/bundle1/bundle.info"), "rubbish");
    Folders.delete(toy.file("state/felucca/bundles/bundle1/version0.0"));
    toy.start().awaitBoot().await(() -> Files.exists(toy.file("booted")));
    toy.signal("TERM");
    assertEquals(0, toy.exitCode());
  }

  @Test
  public void twoDaemonsOfOneStateFolderShareNoCache() throws Exception {
    toy.start().awaitBoot();
    try (Toy second = new Toy(temp.getRoot().toPath())) {
      second.start().await(() -> Files.exists(toy.file("booted")));
      second.signal("TERM");
      assertEquals(0, second.exitCode());
    }
    toy.signal("TERM");
    assertEquals(0, toy.exitCode());
  }
}
