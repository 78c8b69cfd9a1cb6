package io.felucca.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BundleCacheTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();
  private Path state;

  @Before
  public void setUp() {
    state = temp.getRoot().toPath().resolve("state");
  }

  @Test
  public void keptContentIsUsedAgain() throws IOException {
    run("one", true);
    try (BundleCache cache = BundleCache.open(state, "one")) {
      assertTrue(cache.warm());
      assertTrue(Files.exists(cache.folder().resolve("file")));
    }
  }

  @Test
  public void contentOfACrashedStopIsThrownAway() throws IOException {
    run("one", true);
    try (BundleCache cache = BundleCache.open(state, "one")) {
      cache.unsettle();
    }
    assertCold("one");
  }

  @Test
  public void contentOfOtherBundlesIsThrownAway() throws IOException {
    run("one", true);
    assertCold("two");
  }

  @Test
  public void contentOfAStartThatDidNotGetThroughIsThrownAway() throws IOException {
    run("one", false);
    assertCold("one");
  }

  @Test
  public void spoiltContentIsNotKept() throws IOException {
    try (BundleCache cache = BundleCache.open(state, "one")) {
      fill(cache);
      cache.keep();
      cache.spoil();
      cache.keep();
    }
    assertCold("one");
  }

  @Test
  public void secondDaemonGetsAFolderOfItsOwn() throws IOException {
    try (BundleCache cache = BundleCache.open(state, "one");
        BundleCache other = BundleCache.open(state, "one")) {
      assertNotEquals(cache.folder(), other.folder());
      assertTrue(other.folder().startsWith(state));
    }
  }

  @Test
  public void impossibleStateFolderMeansATemporaryOne() throws IOException {
    Path elsewhere;
    Files.writeString(temp.getRoot().toPath().resolve("file"), "");
    try (BundleCache cache =
        BundleCache.open(temp.getRoot().toPath().resolve("file/state"), "one")) {
      assertFalse(cache.folder().startsWith(temp.getRoot().toPath()));
      elsewhere = cache.folder().getParent();
    }
    assertFalse(Files.exists(elsewhere));
  }

  @Test
  public void onlyTheOwnerMayLookInside() throws IOException {
    try (BundleCache cache = BundleCache.open(state, "one")) {
      assertEquals("rwx------", permissions(cache.folder().getParent()));
      assertEquals("rwx--x--x", permissions(state));
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void run(String stamp, boolean through) throws IOException {
    try (BundleCache cache = BundleCache.open(state, stamp)) {
      fill(cache);
      if (through) {
        cache.keep();
      }
    }
  }

  private static void fill(BundleCache cache) throws IOException {
    Files.createDirectories(cache.folder());
    Files.writeString(cache.folder().resolve("file"), "content");
  }

  private void assertCold(String stamp) throws IOException {
    try (BundleCache cache = BundleCache.open(state, stamp)) {
      assertFalse(cache.warm());
      assertFalse(Files.exists(cache.folder()));
    }
  }
}
