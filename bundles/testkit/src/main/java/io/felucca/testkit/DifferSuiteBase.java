package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import io.felucca.api.metadata.Metadata;
import io.felucca.linux.FileTree;
import io.felucca.linux.MountInfo;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** A differ to test, folders and mounts to test it on; part of {@link DifferSuite}. */
public abstract class DifferSuiteBase {
  protected static final String TAR = "application/vnd.oci.image.layer.v1.tar";
  protected static final String TAR_GZIP = TAR + "+gzip";

  /** The differ's own choices, and no labels. */
  protected static final DiffOptions DEFAULTS = new DiffOptions("", "", Map.of(), null);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** The scope that all calls are made in. */
  protected final Scope scope = Scope.of("testkit");

  /** The differ under test, started. */
  protected Differ differ;

  private final DifferSuiteStore store = new DifferSuiteStore();
  private final List<Path> mounted = new ArrayList<>();
  private Path state;
  private int folders;

  /**
   * Makes a differ.
   *
   * @param metadata has the content of one namespace, and nothing else
   * @param state a folder for what the differ needs while it works
   */
  protected abstract Differ create(Metadata metadata, Path state);

  @Before
  public final void startDiffer() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    state = folder();
    differ = create(store, state);
    differ.start();
  }

  @After
  public final void closeDiffer() throws IOException {
    if (differ != null) {
      differ.close();
      assertNothingLeft();
    }
    for (Path path : mounted) {
      Mounts.unmountAll(path, 0);
    }
    // names that are no text would stop the rule's own deletion
    FileTree.delete(temporary.getRoot().toPath());
  }

  private void assertNothingLeft() throws IOException {
    for (MountInfo mount : MountInfo.read()) {
      if (mount.mountPoint().startsWith(state.toString())) {
        throw new AssertionError("still mounted: " + mount.mountPoint());
      }
    }
    assertEquals("open ingests", 0, store.openIngests());
  }

  /** A new empty folder. */
  protected final Path folder() throws IOException {
    return temporary.newFolder("f" + folders++).toPath();
  }

  // ---- mounts

  protected static List<Mount> bind(Path folder) {
    return List.of(Mount.of("bind", folder.toString(), List.of("rbind", "rw")));
  }

  /** An overlay of these layers, the uppermost first; writable where {@code upper} is not null. */
  protected final List<Mount> overlay(Path upper, Path... lowers) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("index=off");
    options.add(
        "lowerdir=" + String.join(":", List.of(lowers).stream().map(Path::toString).toList()));
    if (upper != null) {
      options.add("upperdir=" + upper);
      options.add("workdir=" + folder());
    }
    return List.of(Mount.of("overlay", "overlay", options));
  }

  /** Shows what mounts make up, until the test ends. */
  protected final Path mount(List<Mount> mounts) throws IOException {
    Path target = folder();
    for (Mount mount : mounts) {
      Mounts.mount(mount.type(), mount.source(), target, mount.options());
      mounted.add(0, target);
    }
    return target;
  }

  // ---- layers

  /** Puts bytes into the content store. */
  protected final Descriptor put(String mediaType, byte[] bytes) {
    Digest digest = Digest.of(bytes);
    store.put(digest, bytes);
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  /** Puts bytes under the digest of others, as a failing disk might. */
  protected final void damage(Descriptor layer, byte[] bytes) {
    store.put(layer.digest(), bytes);
  }

  protected final byte[] get(Descriptor layer) {
    return store.get(layer.digest());
  }

  protected final Map<String, String> labels(Descriptor layer) {
    return store.info(scope, layer.digest()).labels();
  }

  protected final Descriptor apply(Descriptor layer, List<Mount> mounts) {
    return differ.apply(scope, layer, mounts, ApplyOptions.NONE);
  }

  /** Unpacks plain archives one over the other, in both ways, and looks at each result. */
  protected final void applied(Look look, DifferSuiteArchive... layers) throws IOException {
    look.at(appliedToOneFolder(layers));
    look.at(appliedToAnOverlay(layers));
  }

  /** What a test does with an unpacked tree. */
  @FunctionalInterface
  protected interface Look {
    void at(Path tree) throws IOException;
  }

  private Path appliedToOneFolder(DifferSuiteArchive... layers) throws IOException {
    Path folder = folder();
    for (DifferSuiteArchive layer : layers) {
      apply(put(TAR, layer.bytes()), bind(folder));
    }
    return folder;
  }

  private Path appliedToAnOverlay(DifferSuiteArchive... layers) throws IOException {
    List<Path> folders = new ArrayList<>();
    folders.add(folder());
    for (DifferSuiteArchive layer : layers) {
      Path upper = folder();
      apply(put(TAR, layer.bytes()), overlay(upper, folders.toArray(Path[]::new)));
      folders.add(0, upper);
    }
    return mount(overlay(null, folders.toArray(Path[]::new)));
  }

  protected static DifferSuiteArchive archive() {
    return new DifferSuiteArchive();
  }

  protected static Fault assertFault(Fault.Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.toString(), kind, fault.kind());
    return fault;
  }

  /** Files, of which there are no others in the tree. */
  protected static void assertNames(Path tree, String... names) throws IOException {
    try (var paths = Files.walk(tree)) {
      List<String> found =
          paths
              .filter(path -> !path.equals(tree))
              .map(path -> tree.relativize(path).toString())
              .sorted()
              .toList();
      assertEquals(List.of(names), found);
    }
  }
}
