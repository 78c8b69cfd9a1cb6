package io.felucca.snapshots.book;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.snapshot.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Folders and book together, with leftovers of crashes. */
public class FolderSnapshotterTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  private final Scope scope = Scope.of("test");
  private Marking snapshotter;

  /** Writes the key into each folder. */
  private static final class Marking extends FolderSnapshotter {
    private boolean fails;
    private Runnable whileFilling = () -> {};

    Marking(Path root, boolean removesAtOnce) {
      super(root, removesAtOnce);
    }

    @Override
    protected void fill(Path folder, Snapshot plan) throws IOException {
      Files.writeString(folder.resolve("key"), plan.info().name());
      whileFilling.run();
      if (fails) {
        throw new IOException("planned");
      }
    }

    @Override
    protected List<Mount> mountsOf(Snapshot snapshot) {
      return List.of(new Mount("bind", folder(snapshot.id()).toString(), "", List.of()));
    }
  }

  @Before
  public void open() {
    snapshotter = new Marking(root(), false);
  }

  @After
  public void close() {
    snapshotter.close();
  }

  private Path root() {
    return temporary.getRoot().toPath().resolve("root");
  }

  private Path folder(String id) {
    return root().resolve("snapshots").resolve(id);
  }

  @Test
  public void nothingIsTouchedBeforeTheFirstCall() {
    assertFalse(Files.exists(root()));
    prepare("a");
    assertTrue(Files.exists(folder("1")));
  }

  @Test
  public void aFillThatFailsLeavesNeitherFolderNorEntry() throws IOException {
    snapshotter.fails = true;
    assertThrows(Fault.class, () -> prepare("a"));
    assertEquals(List.of(), folders());
    snapshotter.fails = false;
    prepare("a");
    assertEquals("a", Files.readString(folder("1").resolve("key")));
  }

  @Test
  public void aFolderThatACrashLeftUnderTheNextIdMakesWay() throws IOException {
    prepare("a");
    leftover("2");
    prepare("b");
    assertEquals("b", Files.readString(folder("2").resolve("key")));
    snapshotter.cleanup(scope);
    assertEquals(List.of("1", "2"), folders());
  }

  @Test
  public void cleanupRemovesWhatNoSnapshotHasAndNobodyFills() throws IOException {
    prepare("a");
    prepare("b");
    snapshotter.remove(scope, "a");
    leftover("77");
    leftover("old-x");
    leftover("new-fresh");
    assertEquals(List.of("1", "2", "77", "new-fresh", "old-x"), folders());
    snapshotter.cleanup(scope);
    assertEquals(List.of("2"), folders());
    assertEquals("b", Files.readString(folder("2").resolve("key")));
  }

  @Test
  public void whatAnotherInstanceFillsIsLeftByCleanup() throws IOException {
    try (Marking other = new Marking(root(), false)) {
      snapshotter.whileFilling = () -> other.cleanup(scope);
      prepare("a");
    }
    assertEquals("a", Files.readString(folder("1").resolve("key")));
  }

  @Test
  public void cleanupBeforeAnythingWasMadeDoesNothing() {
    snapshotter.cleanup(scope);
  }

  @Test
  public void aRemovalAtOnceTakesTheFolder() throws IOException {
    snapshotter.close();
    snapshotter = new Marking(root(), true);
    prepare("a");
    snapshotter.remove(scope, "a");
    assertEquals(List.of(), folders());
  }

  @Test
  public void usageIsMeasuredWhileActiveAndKeptAtCommit() throws IOException {
    prepare("a");
    Usage before = snapshotter.usage(scope, "a");
    Files.write(folder("1").resolve("more"), new byte[100_000]);
    Usage after = snapshotter.usage(scope, "a");
    assertEquals(before.inodes() + 1, after.inodes());
    assertTrue(after.size() >= before.size() + 100_000);
    snapshotter.commit(scope, "name", "a", Map.of(), "");
    Files.delete(folder("1").resolve("more"));
    assertEquals(after, snapshotter.usage(scope, "name"));
  }

  @Test
  public void aClosedSnapshotterIsUnavailable() {
    prepare("a");
    snapshotter.close();
    Fault fault = assertThrows(Fault.class, () -> snapshotter.stat(scope, "a"));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
  }

  @Test
  public void preparingAndCleaningUpAtOnceLosesNoFolder() throws Exception {
    Thread cleaner =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                snapshotter.cleanup(scope);
              }
            });
    cleaner.start();
    for (int i = 1; i <= 60; i++) {
      Files.createDirectories(folder(Integer.toString(i)));
      prepare("k" + i);
      assertEquals("k" + i, Files.readString(folder(Integer.toString(i)).resolve("key")));
    }
    cleaner.join();
    for (int i = 1; i <= 60; i++) {
      assertEquals("k" + i, Files.readString(folder(Integer.toString(i)).resolve("key")));
    }
  }

  private void prepare(String key) {
    snapshotter.prepare(scope, key, "", Map.of());
  }

  private void leftover(String name) throws IOException {
    Path folder = Files.createDirectories(folder(name));
    Files.writeString(folder.resolve("key"), "leftover");
    Files.setLastModifiedTime(folder, FileTime.fromMillis(0));
  }

  private List<String> folders() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(root().resolve("snapshots"))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return List.copyOf(names);
  }
}
