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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    daemon = Imported.daemon();
    outside = Files.createDirectories(daemon.folder().resolve("outside"));
  }

  @AfterClass
  public static void stop() throws Exception {
    try (Daemon last = daemon) {
      assertTrue(last.answers());
    }
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

  /** Unpacks it: these are the files in the snapshot, and nothing outside has changed. */
  private static void contained(Tar layer, String... files) throws Exception {
    Map<String, String> before = world();
    try (Imported imported = Imported.of(daemon, OciArchive.of("harm", layer.finished()))) {
      imported.succeeded();
      assertEquals(new TreeSet<>(List.of(files)), unpacked());
      assertEquals(before, world());
      imported.leavesNothing();
    }
    assertEquals(before, world());
  }

  /** The files, and no folders, of the only snapshot. */
  private static Set<String> unpacked() throws IOException {
    Path all = daemon.root().resolve("io.containerd.snapshotter.v1.overlayfs/snapshots");
    Set<String> files = new TreeSet<>();
    try (Stream<Path> each = Files.walk(all)) {
      each.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .forEach(path -> files.add(all.relativize(path).toString().replaceFirst("^\\d+/fs", "")));
    }
    return files;
  }

  private static void refused(Tar layer, String... words) throws Exception {
    Map<String, String> before = world();
    try (Imported imported = Imported.of(daemon, OciArchive.of("harm", layer.finished()))) {
      imported.failed("failed to extract layer " + layer.finished().digest(), "invalid");
      imported.failed(words);
      imported.leavesNothing();
    }
    assertEquals(before, world());
  }

  @Test
  public void namesWithDotsStayInsideOfTheSnapshot() throws Exception {
    contained(
        new Tar()
            .file("../escape", "x")
            .file("../../../../../../../../tmp/escape", "x")
            .file("a/../../../../../../../../etc/escape", "x")
            .directory("../../../../../../../../.." + outside + "/new")
            .file("../../../../../../../../.." + outside + "/victim", "x"),
        "/escape",
        "/tmp/escape",
        "/etc/escape",
        outside + "/victim");
  }

  @Test
  public void absoluteNamesStayInsideOfTheSnapshot() throws Exception {
    contained(
        new Tar()
            .file("/escape", "x")
            .directory("/tmp")
            .file("/tmp/escape", "x")
            .file(outside + "/victim", "x"),
        "/escape",
        "/tmp/escape",
        outside + "/victim");
  }

  @Test
  public void linksAsParentsLeadNowhereElse() throws Exception {
    contained(
        new Tar()
            .symlink("absolute", outside.toString())
            .file("absolute/victim", "x")
            .file("absolute/folder/new", "x")
            .symlink("relative", "../../../../../../../../../../../.." + outside)
            .file("relative/other", "x")
            .symlink("chain", "absolute")
            .file("chain/new", "x")
            .symlink("root", "/")
            .file("root/escape", "x"),
        "/absolute",
        "/relative",
        "/chain",
        "/root",
        outside + "/victim",
        outside + "/folder/new",
        outside + "/other",
        outside + "/new",
        "/escape");
  }

  @Test
  public void aLinkToItselfIsNoParent() throws Exception {
    refused(new Tar().symlink("self", "self").file("self/x", "x"), "too many links at self");
    refused(new Tar().symlink("a", "b").symlink("b", "a").file("a/x", "x"), "too many links at ");
  }

  @Test
  public void aFileThatReplacesALinkDoesNotWriteThroughIt() throws Exception {
    contained(
        new Tar()
            .symlink("link", outside + "/victim")
            .file("link", "x")
            .symlink("folder", outside.toString())
            .directory("folder")
            .file("folder/victim", "x"),
        "/link",
        "/folder/victim");
  }

  @Test
  public void hardLinksLeadNowhereElse() throws Exception {
    for (String target :
        List.of("absolute/victim", "../../../../../../.." + outside + "/victim", "/etc/passwd")) {
      refused(
          new Tar().symlink("absolute", outside.toString()).hardLink("stolen", target),
          "stolen is a hard link to " + target + ", which is not there");
    }
  }

  @Test
  public void whiteoutsRemoveNothingElse() throws Exception {
    contained(
        new Tar()
            .symlink("absolute", outside.toString())
            .file("absolute/.wh.victim", "")
            .file("absolute/.wh..wh..opq", "")
            .file("../../../../../../.." + outside + "/.wh.victim", ""),
        "/absolute");
  }

  @Test
  public void whiteoutsOfNoNameAreRefused() throws Exception {
    for (String name : List.of(".wh...", ".wh..", ".wh.", "a/.wh...")) {
      String last = name.substring(name.indexOf('.'));
      refused(new Tar().file(name, ""), "invalid whiteout name \"" + last + "\"");
    }
  }

  @Test
  public void aHeaderThatSaysItHasATebibyteIsRefused() throws Exception {
    for (char type : new char[] {'x', 'L', 'K'}) {
      refused(
          new Tar().entry(type, "f", "", TEBIBYTE, new byte[512]),
          "extension of 1099511627776 bytes");
    }
  }

  /** The layer's bytes are not what the image says of them. */
  private static void refused(String mediaType, Blob bytes, Blob whole, String... words)
      throws Exception {
    OciArchive archive = new OciArchive();
    archive.image("broken", List.of(archive.add(mediaType, bytes)), List.of(whole.digest()));
    try (Imported imported = Imported.of(daemon, archive)) {
      imported.failed("failed to extract layer " + whole.digest());
      imported.failed(words);
      imported.leavesNothing();
    }
  }

  @Test
  public void aTruncatedLayerIsRefused() throws Exception {
    Blob whole = new Tar().file("f", Blob.random(new Random(1), 100_000).bytes()).finished();
    Blob gzip = whole.gzipped();
    for (int size : new int[] {gzip.size() / 2, gzip.size() - 1}) {
      refused(
          OciArchive.GZIP,
          gzip.cut(size),
          whole,
          "unexpected end of gzip data after " + size + " bytes");
    }
    Blob zstd = Blob.of(HexFormat.of().parseHex("28b52ffd04002900004141"));
    refused(OciArchive.ZSTD, zstd, whole, "unexpected end of zstd data after 11 bytes");
  }

  @Test
  public void aLayerWithAWrongChecksumIsRefused() throws Exception {
    Blob whole = new Tar().file("f", "good").finished();
    byte[] bytes = whole.gzipped().bytes();
    bytes[bytes.length - 6] ^= 1; // of the CRC
    refused(OciArchive.GZIP, Blob.of(bytes), whole, "invalid gzip checksum", "crc", "expected");
  }

  @Test
  public void aLayerOfAnUnknownTypeIsRefused() throws Exception {
    Blob whole = new Tar().file("f", "good").finished();
    refused("application/x-odd", whole, whole, "no processor for media type \"application/x-odd\"");
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
