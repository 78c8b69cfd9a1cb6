package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.OciArchive;
import io.felucca.itests.fixture.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Layers that are broken, or that mean harm. */
public class LayersIT {
  private static final long TEBIBYTE = 1L << 40;
  private static Daemon daemon;
  private static Path outside;

  @BeforeClass
  public static void start() throws Exception {
    daemon = Daemon.started();
    outside = Files.createDirectories(daemon.folder().resolve("outside"));
  }

  @AfterClass
  public static void stop() throws Exception {
    assertTrue(daemon.answers());
    daemon.close();
  }

  @Before
  public void layOut() throws IOException {
    Files.writeString(outside.resolve("victim"), "untouched");
    Files.createDirectories(outside.resolve("folder"));
  }

  /** Everything that the test can see outside of the daemon's own folders. */
  private static Map<String, String> world() throws IOException {
    Map<String, String> seen = new TreeMap<>();
    try (Stream<Path> all = Files.walk(outside)) {
      for (Path each : all.toList()) {
        String what =
            Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) ? Files.readString(each) : "";
        Object mode = Files.getAttribute(each, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        Object links = Files.getAttribute(each, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        seen.put(each.toString(), mode + " " + links + " " + what);
      }
    }
    try (Stream<Path> top = Files.list(daemon.folder())) {
      top.filter(path -> !path.getFileName().toString().equals("import.tar"))
          .forEach(path -> seen.put(path.toString(), ""));
    }
    for (String place : List.of("/escape", "/tmp/escape", "/etc/escape")) {
      seen.put(place, "" + Files.exists(Path.of(place), LinkOption.NOFOLLOW_LINKS));
    }
    return seen;
  }

  /** Imports and unpacks; nothing outside may have changed, and nothing may be left. */
  private static void harmless(Tar layer) throws Exception {
    Map<String, String> before = world();
    try (Imported imported = Imported.of(daemon, OciArchive.of("harm", layer.finished()))) {
      assertEquals(before, world());
      imported.leavesNothing();
    }
    assertEquals(before, world());
  }

  @Test
  public void namesWithDotsStayInsideOfTheSnapshot() throws Exception {
    harmless(
        new Tar()
            .file("../escape", "x")
            .file("../../../../../../../../tmp/escape", "x")
            .file("a/../../../../../../../../etc/escape", "x")
            .directory("../../../../../../../../.." + outside + "/new")
            .file("../../../../../../../../.." + outside + "/victim", "x"));
  }

  @Test
  public void absoluteNamesStayInsideOfTheSnapshot() throws Exception {
    harmless(
        new Tar()
            .file("/escape", "x")
            .directory("/tmp")
            .file("/tmp/escape", "x")
            .file(outside + "/victim", "x"));
  }

  @Test
  public void linksAsParentsLeadNowhereElse() throws Exception {
    harmless(
        new Tar()
            .symlink("absolute", outside.toString())
            .file("absolute/victim", "x")
            .file("absolute/folder/new", "x")
            .symlink("relative", "../../../../../../../../../../../.." + outside)
            .file("relative/victim", "x")
            .symlink("chain", "absolute")
            .file("chain/new", "x")
            .symlink("self", "self")
            .symlink("root", "/")
            .file("root/escape", "x"));
  }

  @Test
  public void aFileThatReplacesALinkDoesNotWriteThroughIt() throws Exception {
    harmless(
        new Tar()
            .symlink("link", outside + "/victim")
            .file("link", "x")
            .symlink("folder", outside.toString())
            .directory("folder")
            .file("folder/victim", "x"));
  }

  @Test
  public void hardLinksLeadNowhereElse() throws Exception {
    harmless(
        new Tar()
            .symlink("absolute", outside.toString())
            .hardLink("stolen", "absolute/victim")
            .file("stolen", "x"));
    harmless(new Tar().hardLink("stolen", "../../../../../../.." + outside + "/victim"));
    harmless(new Tar().hardLink("stolen", outside + "/victim"));
    harmless(new Tar().hardLink("passwd", "/etc/passwd"));
  }

  @Test
  public void whiteoutsRemoveNothingElse() throws Exception {
    harmless(
        new Tar()
            .symlink("absolute", outside.toString())
            .file("absolute/.wh.victim", "")
            .file("absolute/.wh..wh..opq", "")
            .file("../../../../../../.." + outside + "/.wh.victim", "")
            .file(".wh...", "")
            .file("a/.wh..", "")
            .file("a/.wh.", ""));
  }

  @Test
  public void aTruncatedLayerIsRefused() throws Exception {
    Blob whole = new Tar().file("f", Blob.random(new Random(1), 100_000).bytes()).finished();
    Blob gzip = whole.gzipped();
    Blob cut = gzip.cut(gzip.size() / 2);
    OciArchive archive = new OciArchive();
    archive.image("cut", List.of(archive.add(OciArchive.GZIP, cut)), List.of(whole.digest()));
    try (Imported imported = Imported.of(daemon, archive)) {
      imported.failed(whole.digest(), "unexpected end of gzip data after " + cut.size() + " bytes");
      imported.leavesNothing();
    }
  }

  @Test
  public void anArchiveThatEndsInAFileIsRefused() throws Exception {
    Blob layer = new Tar().entry(Tar.FILE, "f", "", 5_000, new byte[1_000]).unfinished();
    try (Imported imported = Imported.of(daemon, OciArchive.of("short", layer))) {
      imported.failed(layer.digest(), "unexpected end of tar archive after 1536 bytes");
      imported.leavesNothing();
    }
  }

  @Test
  public void aLayerThatIsNoArchiveIsRefused() throws Exception {
    Blob noise = Blob.random(new Random(2), 10_000);
    try (Imported imported = Imported.of(daemon, OciArchive.of("noise", noise))) {
      imported.failed("invalid tar header");
      imported.leavesNothing();
    }
  }

  @Test
  public void bytesUnderTheNameOfOthersAreNotTakenForThem() throws Exception {
    Blob layer = new Tar().file("f", "good").finished();
    Blob evil = new Tar().file("f", "evil").finished();
    OciArchive archive = OciArchive.of("evil", layer);
    archive.addAs(layer, evil.bytes());
    try (Imported imported = Imported.of(daemon, archive)) {
      imported.failed("content digest " + layer.digest() + ": not found");
      imported.leavesNothing();
    }
  }

  @Test
  public void aLayerWithAnotherDigestThanTheImageSaysIsRefused() throws Exception {
    Blob layer = new Tar().file("f", "good").finished();
    OciArchive archive = new OciArchive();
    String other = Blob.of("other").digest();
    archive.image("diff", List.of(archive.add(OciArchive.LAYER, layer)), List.of(other));
    try (Imported imported = Imported.of(daemon, archive)) {
      imported.failed("wrong diff id", other);
      imported.leavesNothing();
    }
  }

  @Test
  public void aFileThatSaysItHasATebibyteIsRefused() throws Exception {
    Blob layer = new Tar().entry(Tar.FILE, "f", "", TEBIBYTE, new byte[1_000]).finished();
    try (Imported imported = Imported.of(daemon, OciArchive.of("huge", layer))) {
      imported.failed(layer.digest(), "unexpected end of tar archive after 2560 bytes");
      imported.leavesNothing();
    }
  }

  @Test
  public void aHoleOfATebibyteTakesNoRoom() throws Exception {
    long before = daemon.root().toFile().getUsableSpace();
    try (Imported imported =
        Imported.of(daemon, OciArchive.of("hole", new Tar().hole("f", TEBIBYTE).finished()))) {
      imported.succeeded();
      long used = before - daemon.root().toFile().getUsableSpace();
      assertTrue("used " + used, used < TEBIBYTE / 1_000);
      imported.leavesNothing();
    }
  }
}
