package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * What every snapshotter must do; a vendor's test extends this and gives {@link #create}.
 *
 * <p>It mounts for real, so it runs as root on a file system that the snapshotter works on ({@code
 * java.io.tmpdir}). What it mounts it unmounts.
 */
public abstract class SnapshotterSuite {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** The scope that all calls are made in. */
  protected final Scope scope = Scope.of("testkit");

  /** The snapshotter under test, started. */
  protected Snapshotter snapshotter;

  private Path root;
  private Path work;

  /**
   * Makes a snapshotter that keeps everything below {@code root}; called again with the same root
   * it finds what was there.
   */
  protected abstract Snapshotter create(Path root);

  /** How many layers a stack may have at least; 128 unless the snapshotter says otherwise. */
  protected int layers() {
    return 128;
  }

  @Before
  public final void startSnapshotter() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    root = temporary.newFolder("root").toPath();
    work = temporary.newFolder("work").toPath();
    snapshotter = create(root);
    snapshotter.start();
  }

  @After
  public final void closeSnapshotter() {
    if (snapshotter != null) {
      snapshotter.close();
    }
  }

  // ---- life of a snapshot

  @Test
  public void preparedSnapshotsAreActiveAndEmpty() throws IOException {
    List<Mount> mounts = snapshotter.prepare(scope, "a", "", Map.of());
    assertInfo(snapshotter.stat(scope, "a"), SnapshotKind.ACTIVE, "a", "");
    look(mounts, dir -> assertEquals(List.of(), Trees.list(dir)));
  }

  @Test
  public void filesOfACommittedLayerAreSeenAbove() throws IOException {
    layer("base", "", dir -> Trees.write(dir.resolve("d/f"), "text"));
    look(
        snapshotter.prepare(scope, "top", "base", Map.of()),
        dir -> assertEquals("text", Trees.read(dir.resolve("d/f"))));
    assertInfo(snapshotter.stat(scope, "base"), SnapshotKind.COMMITTED, "base", "");
    assertInfo(snapshotter.stat(scope, "top"), SnapshotKind.ACTIVE, "top", "base");
  }

  @Test
  public void committingFreesTheKey() throws IOException {
    layer("base", "", dir -> {});
    assertFault(Fault.Kind.NOT_FOUND, () -> snapshotter.stat(scope, "key of base"));
    snapshotter.prepare(scope, "key of base", "base", Map.of());
  }

  @Test
  public void changesAboveDoNotShowBelow() throws IOException {
    layer("base", "", dir -> Trees.write(dir.resolve("f"), "old"));
    layer("top", "base", dir -> Trees.write(dir.resolve("f"), "new"));
    look(
        snapshotter.view(scope, "v1", "base", Map.of()),
        dir -> assertEquals("old", Trees.read(dir.resolve("f"))));
    look(
        snapshotter.view(scope, "v2", "top", Map.of()),
        dir -> assertEquals("new", Trees.read(dir.resolve("f"))));
  }

  @Test
  public void viewsAreReadOnly() throws IOException {
    layer("base", "", dir -> Trees.write(dir.resolve("f"), "text"));
    layer("top", "base", dir -> Trees.write(dir.resolve("g"), "text"));
    for (String parent : List.of("base", "top")) {
      look(
          snapshotter.view(scope, "view of " + parent, parent, Map.of()),
          dir -> assertThrows(IOException.class, () -> Trees.write(dir.resolve("x"), "no")));
      assertInfo(
          snapshotter.stat(scope, "view of " + parent),
          SnapshotKind.VIEW,
          "view of " + parent,
          parent);
    }
  }

  @Test
  public void viewsCannotBeCommitted() throws IOException {
    layer("base", "", dir -> {});
    snapshotter.view(scope, "v", "base", Map.of());
    assertFault(Fault.Kind.FAILED_PRECONDITION, () -> commit("name", "v"));
  }

  @Test
  public void mountsAnswersTheSameAsPrepare() throws IOException {
    layer("base", "", dir -> {});
    List<Mount> mounts = snapshotter.prepare(scope, "top", "base", Map.of());
    assertEquals(mounts, snapshotter.mounts(scope, "top"));
    assertFault(Fault.Kind.NOT_FOUND, () -> snapshotter.mounts(scope, "nothing"));
  }

  @Test
  public void takenKeysAndNamesAreRefused() throws IOException {
    layer("base", "", dir -> {});
    snapshotter.prepare(scope, "a", "", Map.of());
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> snapshotter.prepare(scope, "a", "", Map.of()));
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> snapshotter.view(scope, "a", "base", Map.of()));
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> commit("base", "a"));
    assertInfo(snapshotter.stat(scope, "a"), SnapshotKind.ACTIVE, "a", "");
  }

  @Test
  public void parentsMustBeThereAndCommitted() {
    assertFault(Fault.Kind.NOT_FOUND, () -> snapshotter.prepare(scope, "a", "nothing", Map.of()));
    snapshotter.prepare(scope, "active", "", Map.of());
    assertFault(
        Fault.Kind.INVALID_ARGUMENT, () -> snapshotter.prepare(scope, "b", "active", Map.of()));
    assertFault(Fault.Kind.NOT_FOUND, () -> snapshotter.stat(scope, "b"));
  }

  @Test
  public void committingWhatIsNotThereIsNotFound() {
    assertFault(Fault.Kind.NOT_FOUND, () -> commit("name", "nothing"));
  }

  // ---- removal

  @Test
  public void removedSnapshotsAreGone() {
    snapshotter.prepare(scope, "a", "", Map.of());
    snapshotter.remove(scope, "a");
    assertFault(Fault.Kind.NOT_FOUND, () -> snapshotter.stat(scope, "a"));
    assertFault(Fault.Kind.NOT_FOUND, () -> snapshotter.remove(scope, "a"));
    snapshotter.prepare(scope, "a", "", Map.of());
  }

  @Test
  public void parentsAreNotRemovedBeforeTheirChildren() throws IOException {
    layer("base", "", dir -> {});
    snapshotter.prepare(scope, "top", "base", Map.of());
    assertFault(Fault.Kind.FAILED_PRECONDITION, () -> snapshotter.remove(scope, "base"));
    snapshotter.remove(scope, "top");
    snapshotter.remove(scope, "base");
    assertEquals(List.of(), names(Filter.ALL));
  }

  @Test
  public void cleanupLeavesWhatIsInUse() throws IOException {
    layer("base", "", dir -> Trees.write(dir.resolve("f"), "text"));
    snapshotter.prepare(scope, "gone", "base", Map.of());
    snapshotter.remove(scope, "gone");
    cleanup();
    look(
        snapshotter.view(scope, "v", "base", Map.of()),
        dir -> assertEquals("text", Trees.read(dir.resolve("f"))));
  }

  // ---- labels, times, lists

  @Test
  public void createdEqualsUpdatedAtFirst() {
    snapshotter.prepare(scope, "a", "", Map.of("k", "v"));
    SnapshotInfo info = snapshotter.stat(scope, "a");
    assertEquals(info.createdAt(), info.updatedAt());
    assertEquals(Map.of("k", "v"), info.labels());
  }

  @Test
  public void labelsAreReplacedWithoutPathsAndMergedWithThem() {
    snapshotter.prepare(scope, "a", "", Map.of("one", "1", "two", "2"));
    SnapshotInfo merged =
        snapshotter.update(
            scope, labelled("a", Map.of("one", "x")), FieldPaths.of("labels.one", "labels.two"));
    assertEquals(Map.of("one", "x"), merged.labels());
    SnapshotInfo replaced =
        snapshotter.update(scope, labelled("a", Map.of("three", "3")), FieldPaths.all());
    assertEquals(Map.of("three", "3"), replaced.labels());
    assertEquals(Map.of("three", "3"), snapshotter.stat(scope, "a").labels());
    assertFalse(replaced.updatedAt().isBefore(replaced.createdAt()));
  }

  @Test
  public void onlyLabelsCanBeUpdated() {
    snapshotter.prepare(scope, "a", "", Map.of());
    assertFault(
        Fault.Kind.INVALID_ARGUMENT,
        () -> snapshotter.update(scope, labelled("a", Map.of()), FieldPaths.of("parent")));
    assertFault(
        Fault.Kind.NOT_FOUND,
        () -> snapshotter.update(scope, labelled("nothing", Map.of()), FieldPaths.all()));
  }

  @Test
  public void labelsGivenAtCommitStay() throws IOException {
    snapshotter.prepare(scope, "a", "", Map.of("of", "prepare"));
    snapshotter.commit(scope, "base", "a", Map.of("of", "commit"), "");
    assertEquals(Map.of("of", "commit"), snapshotter.stat(scope, "base").labels());
  }

  @Test
  public void listsAreOrderedAndFiltered() throws IOException {
    layer("c", "", dir -> {});
    snapshotter.prepare(scope, "b", "c", Map.of("x", "1"));
    snapshotter.view(scope, "a", "c", Map.of());
    assertEquals(List.of("a", "b", "c"), names(Filter.ALL));
    assertEquals(List.of("b"), names(Filter.parse(List.of("kind==active"))));
    assertEquals(List.of("a", "b"), names(Filter.parse(List.of("parent==c"))));
    assertEquals(List.of("a", "b"), names(Filter.parse(List.of("labels.x==1", "kind==view"))));
  }

  @Test
  public void aNewInstanceFindsEverything() throws IOException {
    layer("base", "", dir -> Trees.write(dir.resolve("f"), "text"));
    List<Mount> mounts = snapshotter.prepare(scope, "top", "base", Map.of("k", "v"));
    snapshotter.close();
    snapshotter = create(root);
    snapshotter.start();
    assertEquals(mounts, snapshotter.mounts(scope, "top"));
    assertEquals(Map.of("k", "v"), snapshotter.stat(scope, "top").labels());
    look(mounts, dir -> assertEquals("text", Trees.read(dir.resolve("f"))));
  }

  @Test
  public void twoInstancesLiveSideBySide() throws IOException {
    Snapshotter second = create(root);
    second.start();
    try {
      layer("base", "", dir -> Trees.write(dir.resolve("f"), "text"));
      second.prepare(scope, "of the second", "base", Map.of());
      assertInfo(
          snapshotter.stat(scope, "of the second"), SnapshotKind.ACTIVE, "of the second", "base");
      assertFault(
          Fault.Kind.ALREADY_EXISTS,
          () -> snapshotter.prepare(scope, "of the second", "", Map.of()));
    } finally {
      second.close();
    }
    snapshotter.prepare(scope, "after the second closed", "base", Map.of());
  }

  @Test
  public void closingTwiceDoesNoHarm() {
    snapshotter.close();
    snapshotter.close();
  }

  // ---- file systems

  @Test
  public void deletedFilesStayDeletedAbove() throws IOException {
    layer("base", "", dir -> Trees.writeAll(dir, "d/keep", "d/drop", "gone/x"));
    layer(
        "top",
        "base",
        dir -> {
          Files.delete(dir.resolve("d/drop"));
          Trees.delete(dir.resolve("gone"));
        });
    look(
        snapshotter.view(scope, "v", "top", Map.of()),
        dir -> assertEquals(List.of("d", "d/keep"), Trees.list(dir)));
  }

  @Test
  public void aFolderMadeAnewHidesTheOldOne() throws IOException {
    layer("base", "", dir -> Trees.writeAll(dir, "d/old"));
    layer(
        "top",
        "base",
        dir -> {
          Trees.delete(dir.resolve("d"));
          Trees.writeAll(dir, "d/new");
        });
    look(
        snapshotter.view(scope, "v", "top", Map.of()),
        dir -> assertEquals(List.of("d", "d/new"), Trees.list(dir)));
  }

  @Test
  public void aFileCanBecomeAFolderAndBack() throws IOException {
    layer("base", "", dir -> Trees.writeAll(dir, "a", "b/x"));
    layer(
        "top",
        "base",
        dir -> {
          Files.delete(dir.resolve("a"));
          Trees.delete(dir.resolve("b"));
          Trees.writeAll(dir, "a/x", "b");
        });
    look(
        snapshotter.view(scope, "v", "top", Map.of()),
        dir -> assertEquals(List.of("a", "a/x", "b"), Trees.list(dir)));
  }

  @Test
  public void filesOfLowerLayersCanBeRenamedAndLinked() throws IOException {
    layer("base", "", dir -> Trees.writeAll(dir, "d/f"));
    layer(
        "top",
        "base",
        dir -> {
          Files.move(dir.resolve("d/f"), dir.resolve("moved"));
          Files.createLink(dir.resolve("linked"), dir.resolve("moved"));
          Files.createSymbolicLink(dir.resolve("soft"), Path.of("moved"));
        });
    look(
        snapshotter.prepare(scope, "v", "top", Map.of()),
        dir -> {
          assertEquals(List.of("d", "linked", "moved", "soft"), Trees.list(dir));
          assertTrue(Files.isSameFile(dir.resolve("moved"), dir.resolve("linked")));
          assertEquals("moved", Files.readSymbolicLink(dir.resolve("soft")).toString());
        });
  }

  @Test
  public void modesOwnersAndTimesAreKept() throws IOException {
    layer(
        "base",
        "",
        dir -> {
          Trees.writeAll(dir, "f");
          Files.setAttribute(dir.resolve("f"), "unix:uid", 1234);
          Files.setAttribute(dir.resolve("f"), "unix:gid", 5678);
          Files.setAttribute(dir.resolve("f"), "unix:mode", 04755);
          Files.setLastModifiedTime(dir.resolve("f"), Trees.LONG_AGO);
        });
    look(
        snapshotter.prepare(scope, "top", "base", Map.of()),
        dir -> {
          Map<String, Object> seen =
              Files.readAttributes(dir.resolve("f"), "unix:uid,gid,mode,lastModifiedTime");
          assertEquals(1234, seen.get("uid"));
          assertEquals(5678, seen.get("gid"));
          assertEquals(04755, (int) seen.get("mode") & 07777);
          assertEquals(Trees.LONG_AGO, seen.get("lastModifiedTime"));
        });
  }

  @Test
  public void theRootsModeIsKept() throws IOException {
    look(
        snapshotter.prepare(scope, "a", "", Map.of()), dir -> assertEquals("rwxr-xr-x", mode(dir)));
    layer(
        "base",
        "",
        dir -> Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------")));
    look(
        snapshotter.prepare(scope, "top", "base", Map.of()),
        dir -> assertEquals("rwx------", mode(dir)));
  }

  @Test
  public void deepStacksMount() throws IOException {
    String parent = "";
    for (int i = 1; i <= layers(); i++) {
      String name = "layer-" + i;
      snapshotter.prepare(scope, "extract", parent, Map.of());
      if (i == 1 || i == layers()) {
        look(snapshotter.mounts(scope, "extract"), dir -> Trees.write(dir.resolve(name), name));
      }
      commit(name, "extract");
      parent = name;
    }
    look(
        snapshotter.prepare(scope, "top", parent, Map.of()),
        dir -> assertEquals(List.of("layer-1", "layer-" + layers()), Trees.list(dir)));
  }

  // ---- usage

  @Test
  public void usageCountsWhatTheSnapshotItselfHolds() throws IOException {
    snapshotter.prepare(scope, "a", "", Map.of());
    Usage empty = snapshotter.usage(scope, "a");
    look(snapshotter.mounts(scope, "a"), dir -> Trees.write(dir.resolve("f"), "x".repeat(1 << 20)));
    Usage active = snapshotter.usage(scope, "a");
    assertTrue(active + " after " + empty, active.size() - empty.size() >= 1 << 20);
    assertEquals(empty.inodes() + 1, active.inodes());
    commit("base", "a");
    assertTrue(snapshotter.usage(scope, "base").size() >= 1 << 20);
    assertFault(Fault.Kind.NOT_FOUND, () -> snapshotter.usage(scope, "a"));
  }

  // ---- words of the tests

  /** Something done with a mounted file system. */
  protected interface Body {
    void accept(Path dir) throws IOException;
  }

  /** Prepares, fills and commits a layer. */
  protected final void layer(String name, String parent, Body body) throws IOException {
    String key = "key of " + name;
    look(snapshotter.prepare(scope, key, parent, Map.of()), body);
    commit(name, key);
  }

  /** Mounts, runs {@code body} on it, unmounts. */
  protected final void look(List<Mount> mounts, Body body) throws IOException {
    try (MountedDir mounted = new MountedDir(work, mounts)) {
      body.accept(mounted.path());
    }
  }

  private void commit(String name, String key) {
    snapshotter.commit(scope, name, key, Map.of(), "");
  }

  private void cleanup() {
    try {
      snapshotter.cleanup(scope);
    } catch (Fault fault) {
      assertEquals(Fault.Kind.UNIMPLEMENTED, fault.kind());
    }
  }

  private List<String> names(Filter filter) {
    List<String> names = new ArrayList<>();
    snapshotter.list(scope, filter, info -> names.add(info.name()));
    return names;
  }

  private SnapshotInfo labelled(String key, Map<String, String> labels) {
    SnapshotInfo now =
        new SnapshotInfo(
            SnapshotKind.ACTIVE, key, "", labels, java.time.Instant.EPOCH, java.time.Instant.EPOCH);
    return now;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertInfo(SnapshotInfo info, SnapshotKind kind, String name, String parent) {
    assertEquals(kind, info.kind());
    assertEquals(name, info.name());
    assertEquals(parent, info.parent());
  }

  private static void assertFault(Fault.Kind kind, Runnable call) {
    assertEquals(kind, assertThrows(Fault.class, call::run).kind());
  }
}
