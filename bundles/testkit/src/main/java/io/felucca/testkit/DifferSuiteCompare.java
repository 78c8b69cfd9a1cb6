package io.felucca.testkit;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.diff.DiffOptions;
import io.felucca.linux.Attributes;
import io.felucca.linux.Fd;
import io.felucca.linux.FileTree;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.Test;

/** What every differ must do when it makes layers; part of {@link DifferSuite}. */
public abstract class DifferSuiteCompare extends DifferSuiteBase {
  private static final DiffOptions PLAIN = new DiffOptions(TAR, "", Map.of(), null);
  private static final Instant OLD = Instant.ofEpochSecond(1_500_000_000);

  /** What a test does to a tree. */
  @FunctionalInterface
  protected interface Edit {
    void change(Path tree) throws IOException;
  }

  // ---- from one tree to another one and back

  @Test
  public void addedFilesComeBack() throws IOException {
    roundTrip(
        tree -> write(tree.resolve("d/f"), "old"),
        tree -> {
          write(tree.resolve("d/g"), "new");
          write(tree.resolve("e/deep/down"), "new");
          Files.createSymbolicLink(tree.resolve("s"), Path.of("d/f"));
        });
  }

  @Test
  public void changedFilesComeBack() throws IOException {
    roundTrip(
        tree -> {
          write(tree.resolve("content"), "old");
          write(tree.resolve("mode"), "x");
          write(tree.resolve("owner"), "x");
          write(tree.resolve("same"), "x");
          Files.createSymbolicLink(tree.resolve("link"), Path.of("a"));
        },
        tree -> {
          write(tree.resolve("content"), "new");
          Attributes.chmod(tree.resolve("mode"), 04711);
          Attributes.chown(tree.resolve("owner"), 7, 8);
          Files.delete(tree.resolve("link"));
          Files.createSymbolicLink(tree.resolve("link"), Path.of("b"));
        });
  }

  @Test
  public void removalsComeBack() throws IOException {
    roundTrip(
        tree -> {
          write(tree.resolve("a"), "x");
          write(tree.resolve("d/f"), "x");
          write(tree.resolve("d/e/g"), "x");
          write(tree.resolve("kept/f"), "x");
        },
        tree -> {
          Files.delete(tree.resolve("a"));
          FileTree.delete(tree.resolve("d"));
        });
  }

  @Test
  public void recreatedDirectoriesComeBack() throws IOException {
    roundTrip(
        tree -> {
          write(tree.resolve("d/old"), "x");
          write(tree.resolve("d/both"), "x");
          write(tree.resolve("d/e/old"), "x");
        },
        tree -> {
          FileTree.delete(tree.resolve("d"));
          write(tree.resolve("d/new"), "x");
          write(tree.resolve("d/both"), "y");
        });
  }

  @Test
  public void otherKindsComeBack() throws IOException {
    roundTrip(
        tree -> {
          write(tree.resolve("file"), "x");
          write(tree.resolve("dir/f"), "x");
          Files.createSymbolicLink(tree.resolve("link"), Path.of("file"));
        },
        tree -> {
          Files.delete(tree.resolve("file"));
          write(tree.resolve("file/f"), "x");
          FileTree.delete(tree.resolve("dir"));
          write(tree.resolve("dir"), "x");
          Files.delete(tree.resolve("link"));
          write(tree.resolve("link"), "x");
        });
  }

  @Test
  public void hardLinksComeBack() throws IOException {
    roundTrip(
        tree -> write(tree.resolve("z"), "x"),
        tree -> {
          Files.createLink(tree.resolve("a"), tree.resolve("z"));
          write(tree.resolve("m"), "m");
          Files.createLink(tree.resolve("d"), tree.resolve("m"));
          Files.createLink(tree.resolve("x"), tree.resolve("m"));
          assertTrue(Stat.of(tree.resolve("d")).sameFile(Stat.of(tree.resolve("x"))));
        });
  }

  @Test
  public void attributesComeBack() throws IOException {
    roundTrip(
        tree -> write(tree.resolve("f"), "x"),
        tree -> {
          Xattrs.set(tree.resolve("f"), "user.note", new byte[] {1, 0, 2});
          Files.createDirectory(tree.resolve("d"));
          Xattrs.set(tree.resolve("d"), "user.note", new byte[] {3});
        });
  }

  @Test
  public void longNamesComeBack() throws IOException {
    roundTrip(
        tree -> {},
        tree -> {
          String name = "n".repeat(200);
          write(tree.resolve(name).resolve(name), "x");
          write(tree.resolve("\u00e4\u6f22"), "x");
          Files.createSymbolicLink(tree.resolve("s"), Path.of("t".repeat(300)));
        });
  }

  /**
   * Makes the same change to a folder and through an overlay, makes a layer of each, unpacks that
   * over the old tree and expects the new one.
   */
  private void roundTrip(Edit before, Edit change) throws IOException {
    Path lower = folder();
    before.change(lower);
    age(lower);
    Path upper = folder();
    List<Mount> mounts = overlay(upper, lower);
    Path changed = mount(mounts);
    change.change(changed);
    Map<String, String> wanted = describe(changed);

    assertRestores(lower, wanted, differ.compare(scope, bind(lower), mounts, PLAIN));
    assertRestores(lower, wanted, differ.compare(scope, bind(lower), bind(changed), DEFAULTS));
    Path empty = folder();
    Descriptor whole = differ.compare(scope, List.of(), mounts, PLAIN);
    apply(whole, bind(empty));
    assertEquals(wanted, describe(empty));
  }

  private void assertRestores(Path lower, Map<String, String> wanted, Descriptor layer)
      throws IOException {
    Path upper = folder();
    apply(layer, overlay(upper, lower));
    assertEquals(wanted, describe(mount(overlay(null, upper, lower))));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Whole seconds, long ago: what was there and what is new are told apart by more than time. */
  private static void age(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Attributes.times(Fd.CWD, path.toString(), OLD, OLD);
      }
    }
  }

  /** Each path with all that a layer carries; times are told to the second. */
  private static Map<String, String> describe(Path tree) throws IOException {
    Map<String, String> described = new TreeMap<>();
    try (var paths = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) paths.filter(p -> !p.equals(tree))::iterator) {
        described.put(tree.relativize(path).toString(), describeOne(path));
      }
    }
    return described;
  }

  private static String describeOne(Path path) throws IOException {
    Stat stat = Stat.of(path);
    String links = stat.isDirectory() ? "" : " links " + stat.nlink();
    String content = "";
    if (stat.isRegular()) {
      content = Digest.of(Files.readAllBytes(path)) + " " + stat.modified().getEpochSecond();
    } else if (stat.isSymlink()) {
      content = Files.readSymbolicLink(path).toString();
    }
    byte[] note = stat.isSymlink() ? null : Xattrs.get(path, "user.note");
    return Integer.toOctalString(stat.mode())
        + " "
        + stat.uid()
        + ":"
        + stat.gid()
        + links
        + " "
        + content
        + (note == null ? "" : " note " + new BigInteger(1, note));
  }

  // ---- the layer itself

  @Test
  public void equalTreesGiveAnEmptyArchive() throws IOException {
    Path tree = folder();
    write(tree.resolve("d/f"), "x");
    Descriptor layer = differ.compare(scope, bind(tree), bind(tree), PLAIN);
    assertArrayEquals(new byte[1024], get(layer));
  }

  @Test
  public void equalInputGivesTheSameLayer() throws IOException {
    Path tree = folder();
    for (String name : List.of("b", "a.b", "a/x", "\u00e9", "A")) {
      write(tree.resolve(name), name);
    }
    for (DiffOptions options : List.of(PLAIN, DEFAULTS)) {
      Descriptor first = differ.compare(scope, List.of(), bind(tree), options);
      assertEquals(first, differ.compare(scope, List.of(), bind(tree), options));
    }
  }

  @Test
  public void layersAreGzippedUnlessToldOtherwise() throws IOException {
    Path tree = folder();
    write(tree.resolve("f"), "x");
    Descriptor zipped = differ.compare(scope, List.of(), bind(tree), DEFAULTS);
    Descriptor plain = differ.compare(scope, List.of(), bind(tree), PLAIN);
    assertEquals(TAR_GZIP, zipped.mediaType());
    assertEquals(TAR, plain.mediaType());
    assertNotEquals(zipped.digest(), plain.digest());
    try (var in = new GZIPInputStream(new ByteArrayInputStream(get(zipped)))) {
      assertArrayEquals(get(plain), in.readAllBytes());
    }
    assertEquals(get(zipped).length, zipped.size());
  }

  @Test
  public void layersAreLabelled() throws IOException {
    Path tree = folder();
    write(tree.resolve("f"), "x");
    DiffOptions options = new DiffOptions("", "my ref", Map.of("a", "b"), null);
    Descriptor layer = differ.compare(scope, List.of(), bind(tree), options);
    Descriptor plain = differ.compare(scope, List.of(), bind(tree), PLAIN);
    assertEquals(plain.digest().toString(), labels(layer).get("containerd.io/uncompressed"));
    assertEquals("b", labels(layer).get("a"));
  }

  @Test
  public void noTimeIsLaterThanTheEpochGiven() throws IOException {
    Path tree = folder();
    write(tree.resolve("d/f"), "x");
    Instant epoch = Instant.ofEpochSecond(1_000_000);
    DiffOptions options = new DiffOptions(TAR, "", Map.of(), epoch);
    Path unpacked = folder();
    apply(differ.compare(scope, List.of(), bind(tree), options), bind(unpacked));
    assertEquals(epoch, Stat.of(unpacked.resolve("d/f")).modified());
    assertEquals(epoch, Stat.of(unpacked.resolve("d")).modified());
  }

  @Test
  public void layersOfOtherTypesAreLeftToOthers() throws IOException {
    Path tree = folder();
    DiffOptions options = new DiffOptions("application/x", "", Map.of(), null);
    assertFault(
        Fault.Kind.UNIMPLEMENTED, () -> differ.compare(scope, List.of(), bind(tree), options));
  }

  @Test
  public void aFailedLayerLeavesNoIngest() throws IOException {
    List<Mount> broken = bind(folder().resolve("missing"));
    assertThrows(Fault.class, () -> differ.compare(scope, List.of(), broken, DEFAULTS));
  }
}
