package io.felucca.testkit;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.Test;

/**
 * What every differ must do; a vendor's test extends this and gives {@link #create}.
 *
 * <p>It mounts for real, so it runs as root; layers are unpacked into a folder and into an overlay,
 * and must look the same. The tests of {@link DifferSuiteRefusals} and {@link DifferSuiteCompare}
 * belong to it.
 */
public abstract class DifferSuite extends DifferSuiteRefusals {
  private static final byte[] CAPABILITY = {
    1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  // ---- what comes out

  @Test
  public void theUncompressedStreamIsDescribed() throws IOException {
    byte[] tar = archive().file("f", "text").bytes();
    for (Descriptor layer :
        new Descriptor[] {put(TAR, tar), put(TAR_GZIP, DifferSuiteArchive.gzip(tar))}) {
      Descriptor plain = apply(layer, bind(folder()));
      assertEquals(Digest.of(tar), plain.digest());
      assertEquals(tar.length, plain.size());
      assertEquals(TAR, plain.mediaType());
    }
  }

  @Test
  public void whatStandsBehindTheEndBelongsToTheStream() throws IOException {
    byte[] tar = archive().file("f", "text").bytes();
    byte[] longer = Arrays.copyOf(tar, tar.length + 10_240);
    assertEquals(Digest.of(longer), apply(put(TAR, longer), bind(folder())).digest());
  }

  @Test
  public void anEmptyLayerChangesNothing() throws IOException {
    applied(tree -> assertNames(tree), archive());
    assertEquals(0, apply(put(TAR_GZIP, new byte[0]), bind(folder())).size());
  }

  @Test
  public void filesDirectoriesAndLinksAreMade() throws IOException {
    applied(
        tree -> {
          assertEquals("text", Files.readString(tree.resolve("d/f")));
          assertEquals(Path.of("f"), Files.readSymbolicLink(tree.resolve("d/s")));
          assertTrue(Stat.of(tree.resolve("d/f")).sameFile(Stat.of(tree.resolve("d/h"))));
          assertTrue(Stat.of(tree.resolve("d/p")).isFifo());
          assertNames(tree, "d", "d/f", "d/h", "d/p", "d/s");
        },
        archive()
            .directory("d/")
            .file("d/f", "text")
            .symlink("d/s", "f")
            .hardLink("d/h", "d/f")
            .fifo("d/p"));
  }

  @Test
  public void ownersPermissionsAndTimesAreSet() throws IOException {
    applied(
        tree -> {
          assertLooks(tree.resolve("d"), 01777, 1, 2, 1000);
          assertLooks(tree.resolve("d/f"), 04755, 70_000, 80_000, 2000);
          assertLooks(tree.resolve("d/g"), 0666, 0, 0, 3000);
          assertEquals(1, Stat.of(tree.resolve("d/s")).uid());
          assertEquals(Instant.ofEpochSecond(4000), Stat.of(tree.resolve("d/s")).modified());
        },
        archive()
            .mode(01777)
            .owner(1, 2)
            .time(1000)
            .directory("d")
            .mode(04755)
            .owner(70_000, 80_000)
            .time(2000)
            .file("d/f", "text")
            .mode(0666)
            .time(3000)
            .file("d/g", "")
            .owner(1, 2)
            .time(4000)
            .symlink("d/s", "nowhere"));
  }

  private static void assertLooks(Path path, int mode, int uid, int gid, long time)
      throws IOException {
    Stat stat = Stat.of(path);
    assertEquals(Integer.toOctalString(mode), Integer.toOctalString(stat.permissions()));
    assertEquals(uid + ":" + gid, stat.uid() + ":" + stat.gid());
    assertEquals(Instant.ofEpochSecond(time), stat.modified());
  }

  @Test
  public void attributesAreSet() throws IOException {
    applied(
        tree -> {
          assertArrayEquals(CAPABILITY, Xattrs.get(tree.resolve("f"), "security.capability"));
          assertArrayEquals(new byte[] {0, 1}, Xattrs.get(tree.resolve("d"), "user.binary"));
        },
        archive()
            .owner(1, 1)
            .xattr("security.capability", CAPABILITY)
            .file("f", "program")
            .xattr("user.binary", new byte[] {0, 1})
            .directory("d"));
  }

  @Test
  public void attributesOfTheHostAreNotTaken() throws IOException {
    Path upper = folder();
    byte[] yes = {'y'};
    DifferSuiteArchive layer = archive().xattr("trusted.overlay.opaque", yes).directory("d");
    apply(put(TAR, layer.bytes()), overlay(upper, folder()));
    assertEquals(null, Xattrs.get(upper.resolve("d"), "trusted.overlay.opaque"));
  }

  @Test
  public void missingParentsAreMade() throws IOException {
    applied(
        tree -> {
          assertEquals("text", Files.readString(tree.resolve("a/b/f")));
          assertEquals(0755, Stat.of(tree.resolve("a/b")).permissions());
        },
        archive().file("a/b/f", "text"));
  }

  @Test
  public void missingParentsLookAsInLowerLayers() throws IOException {
    applied(
        tree -> {
          Stat stat = Stat.of(tree.resolve("a"));
          assertEquals(01777, stat.permissions());
          assertEquals("3:4", stat.uid() + ":" + stat.gid());
        },
        archive().mode(01777).owner(3, 4).directory("a"),
        archive().file("a/f", "text"));
  }

  // ---- layers over layers

  @Test
  public void laterLayersReplaceFiles() throws IOException {
    applied(
        tree -> {
          assertEquals("new", Files.readString(tree.resolve("file")));
          assertEquals("file now", Files.readString(tree.resolve("dir")));
          assertTrue(Files.isDirectory(tree.resolve("link")));
          assertNames(tree, "dir", "file", "link", "link/f");
        },
        archive().file("file", "old").directory("dir").file("dir/f", "x").symlink("link", "dir"),
        archive().file("file", "new").file("dir", "file now").directory("link").file("link/f", ""));
  }

  @Test
  public void directoriesAreMergedAndLookAsToldLast() throws IOException {
    applied(
        tree -> {
          assertNames(tree, "d", "d/a", "d/b");
          assertLooks(tree.resolve("d"), 0700, 5, 5, 99);
        },
        archive().directory("d").file("d/a", ""),
        archive().mode(0700).owner(5, 5).time(99).directory("d").file("d/b", ""));
  }

  @Test
  public void whiteoutsRemove() throws IOException {
    applied(
        tree -> assertNames(tree, "d", "d/kept"),
        archive()
            .directory("d")
            .file("d/f", "")
            .directory("d/e")
            .file("d/e/x", "")
            .file("d/kept", ""),
        archive().file("d/.wh.f", "").file("d/.wh.e", "").file(".wh.never", ""));
  }

  @Test
  public void opaqueDirectoriesHideWhatIsBelow() throws IOException {
    applied(
        tree -> assertNames(tree, "d", "d/e", "d/e/new", "d/new"),
        archive().directory("d").file("d/old", "").directory("d/e").file("d/e/old", ""),
        archive()
            .directory("d")
            .file("d/new", "")
            .directory("d/e")
            .file("d/e/new", "")
            // at the end, which is allowed
            .file("d/.wh..wh..opq", "")
            .file("d/e/.wh..wh..opq", ""));
  }

  @Test
  public void whiteoutsDoNotMeanTheirOwnLayer() throws IOException {
    applied(
        tree -> {
          assertEquals("new", Files.readString(tree.resolve("f")));
          assertNames(tree, "d", "d/new", "f");
        },
        archive().file("f", "old").directory("d").file("d/old", ""),
        archive()
            .file("f", "new")
            .file(".wh.f", "")
            .file(".wh.d", "")
            .directory("d")
            .file("d/new", ""));
  }

  @Test
  public void aLinkToAFileOfALowerLayerIsMade() throws IOException {
    applied(
        tree -> {
          assertEquals("text", Files.readString(tree.resolve("link")));
          assertTrue(Stat.of(tree.resolve("link")).sameFile(Stat.of(tree.resolve("d/f"))));
        },
        archive().directory("d").file("d/f", "text"),
        archive().hardLink("link", "d/f"));
  }
}
