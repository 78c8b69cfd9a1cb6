package io.felucca.diff;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import io.felucca.testkit.DifferSuiteArchive;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

/** Layers that somebody made to do harm, or that are broken. */
public class HostileLayersTest {
  @Rule public final Lab lab = new Lab();

  private static DifferSuiteArchive archive() {
    return new DifferSuiteArchive();
  }

  private void refused(DifferSuiteArchive archive) {
    Fault fault = assertThrows(Fault.class, () -> lab.unpack(archive.bytes()));
    assertTrue(fault.toString(), fault.getMessage().length() < 1000);
  }

  private Path toUpper(Path upper, DifferSuiteArchive archive) throws IOException {
    Descriptor layer = lab.put(Lab.TAR, archive.bytes());
    lab.differ.apply(lab.scope, layer, Lab.overlay(upper, lab.folder()), ApplyOptions.NONE);
    return upper;
  }

  // ---- links

  @Test
  public void aDirectoryReplacedByALinkLeadsNowhereElse() throws IOException {
    Path outside = lab.folder();
    Path tree =
        lab.unpack(
            archive()
                .directory("d")
                .file("d/first", "")
                .symlink("d", outside.toString())
                .file("d/second", "")
                .hardLink("d/third", "d/second")
                .symlink("d/fourth", "x")
                .fifo("d/fifth")
                .directory("d/sixth")
                .bytes());
    assertEquals(0, outside.toFile().list().length);
    Path inside = tree.resolve(outside.toString().substring(1));
    assertEquals(5, inside.toFile().list().length);
  }

  @Test
  public void whiteoutsDoNotReachOutside() throws IOException {
    Path outside = lab.folder();
    Files.writeString(outside.resolve("kept"), "");
    Files.createDirectory(outside.resolve("dir"));
    lab.unpack(
        archive()
            .symlink("out", outside.toString())
            .file("out/.wh.kept", "")
            .file("out/.wh.dir", "")
            .file("out/.wh..wh..opq", "")
            .file("../../" + outside + "/.wh.kept", "")
            .bytes());
    assertEquals(2, outside.toFile().list().length);
  }

  @Test
  public void removalsDoNotFollowLinks() throws IOException {
    Path outside = lab.folder();
    Files.writeString(outside.resolve("kept"), "");
    lab.unpack(
        archive()
            .directory("d")
            .symlink("d/out", outside.toString())
            .file("d", "now a file")
            .symlink("s", outside.toString())
            .directory("s")
            .bytes());
    assertTrue(Files.exists(outside.resolve("kept")));
  }

  @Test
  public void circlesOfLinksAreRefused() {
    refused(archive().symlink("a", "b").symlink("b", "a").file("a/f", ""));
    refused(archive().symlink("a", "a/a").file("a/f", ""));
  }

  @Test
  public void linksThroughNothingYetAreFollowedInside() throws IOException {
    Path tree =
        lab.unpack(
            archive()
                .symlink("lib", "usr/lib")
                .file("lib/f", "text")
                .symlink("usr/up", "../../../etc")
                .file("usr/up/passwd", "theirs")
                .bytes());
    assertEquals("text", Files.readString(tree.resolve("usr/lib/f")));
    assertEquals("theirs", Files.readString(tree.resolve("etc/passwd")));
  }

  @Test
  public void hardLinksNeedATargetInside() throws IOException {
    refused(archive().hardLink("f", "/etc/passwd"));
    refused(archive().hardLink("f", "missing/passwd"));
    refused(archive().directory("d").hardLink("f", "d"));
    refused(archive().hardLink("f", "f"));
    refused(archive().symlink("etc", "/etc").hardLink("f", "etc/passwd"));
  }

  @Test
  public void aHardLinkToALinkIsThatLink() throws IOException {
    Path tree = lab.unpack(archive().symlink("s", "/etc/passwd").hardLink("f", "s").bytes());
    assertTrue(Files.isSymbolicLink(tree.resolve("f")));
  }

  @Test
  public void hardLinksMayComeTwice() throws IOException {
    Path tree =
        lab.unpack(
            archive().file("f", "x").file("g", "y").hardLink("g", "f").hardLink("g", "f").bytes());
    assertTrue(Stat.of(tree.resolve("f")).sameFile(Stat.of(tree.resolve("g"))));
  }

  // ---- names

  @Test
  public void namesThatNoSystemTakesAreRefused() {
    refused(archive().pax("path", "x".repeat(300)).file("f", ""));
    refused(archive().pax("path", "d/".repeat(3000) + "f").file("f", ""));
    refused(archive().pax("path", "a\0b").file("f", ""));
    refused(archive().file("f", "").file("f/below", ""));
    refused(archive().symlink("s", ""));
    refused(archive().pax("linkpath", "x".repeat(5000)).symlink("s", "x"));
  }

  @Test
  public void deepTreesAreUnpackedAndReplaced() throws IOException {
    String deep = "d/".repeat(500);
    Path tree = lab.unpack(archive().pax("path", deep + "f").file("f", "x").bytes());
    assertTrue(Files.exists(tree.resolve(deep + "f")));
    tree = lab.unpack(archive().pax("path", deep + "f").file("f", "x").file("d", "file").bytes());
    assertTrue(Files.isRegularFile(tree.resolve("d")));
  }

  @Test
  public void chainsOfLinksDoNotMakePathsTooLong() throws IOException {
    DifferSuiteArchive archive = archive();
    String up = "";
    for (int i = 0; i < 12; i++) {
      String folder = up + "x".repeat(90) + "/" + "y".repeat(90) + "/" + "z".repeat(240);
      archive.pax("path", folder + "/f").file("f", "");
      archive.pax("linkpath", folder).symlink("l" + i, "");
      up = "l" + i + "/";
    }
    refused(archive);
  }

  @Test
  public void namesOfAufsArePassedOver() throws IOException {
    Path tree =
        lab.unpack(
            archive()
                .directory(".wh..wh.plnk")
                .file(".wh..wh.plnk/1.2", "")
                .file(".wh..wh.aufs", "")
                .directory("d/.wh..wh.orph")
                .file("kept", "")
                .bytes());
    assertArrayEquals(new String[] {"kept"}, tree.toFile().list());
  }

  // ---- overlay's own marks

  @Test
  public void overlayMarksAreMadeForWhiteouts() throws IOException {
    Path upper =
        toUpper(
            lab.folder(),
            archive().file("d/.wh.gone", "").directory("o").file("o/.wh..wh..opq", ""));
    assertTrue(Stat.of(upper.resolve("d/gone")).isWhiteout());
    assertArrayEquals(new byte[] {'y'}, Xattrs.get(upper.resolve("o"), "trusted.overlay.opaque"));
  }

  @Test
  public void aDirectoryInPlaceOfAWhiteoutIsOpaque() throws IOException {
    Path upper = lab.folder();
    toUpper(upper, archive().file(".wh.d", ""));
    toUpper(upper, archive().directory("d").directory("e"));
    assertArrayEquals(new byte[] {'y'}, Xattrs.get(upper.resolve("d"), "trusted.overlay.opaque"));
    assertNull(Xattrs.get(upper.resolve("e"), "trusted.overlay.opaque"));
  }

  @Test
  public void laterWhiteoutsReplaceWhatAnEarlierLayerBrought() throws IOException {
    Path upper = lab.folder();
    toUpper(upper, archive().directory("d").file("d/f", "").file("g", ""));
    toUpper(upper, archive().file(".wh.d", "").file(".wh.g", ""));
    assertTrue(Stat.of(upper.resolve("d")).isWhiteout());
    assertTrue(Stat.of(upper.resolve("g")).isWhiteout());
  }

  // ---- broken archives

  @Test
  public void brokenHeadersAreRefused() {
    byte[] good = archive().file("f", "x").unfinished();
    byte[] sum = good.clone();
    sum[0] = 'g';
    refused(archive().raw(sum));
    refused(archive().raw(new byte[512]).raw(good));
    refused(archive().raw(new byte[100]).raw(good));
    refused(archive().member('0', "f", "", 077777777777L, new byte[100]));
    refused(archive().member('x', "f", "", 077777777777L, new byte[100]));
    refused(archive().member('L', "f", "", 2_000_000, new byte[2_000_000]));
    refused(archive().member('V', "label", "", 0, new byte[0]));
    refused(archive().pax("size", "-1").file("f", "x"));
    refused(archive().pax("size", "9223372036854775807").file("f", "x"));
    refused(archive().pax("mtime", "tomorrow").file("f", "x"));
    refused(archive().pax("uid", "-5").file("f", "x"));
    refused(archive().pax("uid", "4294967296").file("f", "x"));
    refused(archive().member('x', "f", "", 9, "99 a=b\n..".getBytes()).file("f", "x"));
    refused(archive().member('x', "f", "", 8, "8 noeq..".getBytes()).file("f", "x"));
  }

  @Test
  public void brokenMapsOfHolesAreRefused() {
    for (String map :
        new String[] {"0,5,3,5", "5,-1", "-5,5", "0,5,9999999,5", "1", "x,y", "0,10"}) {
      refused(
          archive()
              .pax("GNU.sparse.map", map)
              .pax("GNU.sparse.size", "100")
              .pax("GNU.sparse.numblocks", "1")
              .file("f", "12345"));
    }
    for (String map :
        new String[] {"1\n", "9999999999\n", "1\n0\n99999999999999999999\n", "-1\n"}) {
      refused(
          archive()
              .pax("GNU.sparse.major", "1")
              .pax("GNU.sparse.minor", "0")
              .pax("GNU.sparse.realsize", "100")
              .file("f", map));
    }
  }

  @Test
  public void timesFarAwayAreBounded() throws IOException {
    Path tree =
        lab.unpack(
            archive()
                .pax("mtime", "-5.5")
                .file("early", "")
                .pax("mtime", "99999999999999")
                .file("late", "")
                .pax("mtime", "1.5")
                .file("f", "")
                .bytes());
    assertEquals(0, Stat.of(tree.resolve("early")).modified().getEpochSecond());
    assertEquals(0, Stat.of(tree.resolve("late")).modified().getEpochSecond());
    assertEquals(500_000_000, Stat.of(tree.resolve("f")).modified().getNano());
  }

  /** Whatever the bytes are: a fault or a tree, nothing outside, nothing left open. */
  @Test
  public void randomDamageDoesNoHarm() throws IOException {
    byte[] good =
        archive()
            .directory("d")
            .pax("path", "d/long")
            .file("f", "x".repeat(700))
            .symlink("s", "d")
            .hardLink("h", "d/long")
            .file("s/.wh.x", "")
            .pax("GNU.sparse.map", "0,5,10,5")
            .pax("GNU.sparse.size", "100")
            .file("g", "1234567890")
            .bytes();
    Random random = new Random(42);
    lab.unpack(good);
    int before = new File("/proc/self/fd").list().length;
    int faults = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bad = good.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(bad.length - 1024);
        bad[at] = (byte) random.nextInt(256);
        fixSum(bad, at / 512 * 512);
      }
      try {
        lab.unpack(bad);
      } catch (Fault fault) {
        faults++;
      }
    }
    assertTrue(faults + " faults", faults > 20);
    int after = new File("/proc/self/fd").list().length;
    assertFalse(before + " descriptors before, " + after + " after", after > before + 5);
  }

  private static void fixSum(byte[] tar, int header) {
    Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[header + i] & 0xff;
    }
    byte[] text = String.format("%06o", sum).getBytes();
    System.arraycopy(text, 0, tar, header + 148, 6);
    tar[header + 154] = 0;
  }
}
