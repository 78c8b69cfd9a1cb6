package io.felucca.snapshots.book;

import static io.felucca.api.snapshot.SnapshotKind.ACTIVE;
import static io.felucca.api.snapshot.SnapshotKind.COMMITTED;
import static io.felucca.api.snapshot.SnapshotKind.VIEW;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Usage;
import io.felucca.snapshots.book.SnapshotBook.FileWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class SnapshotBookTest {
  private static final Usage USAGE = new Usage(3, 4096);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private SnapshotBook book;

  @Before
  public void open() {
    book = SnapshotBook.open(file());
  }

  @After
  public void close() {
    book.close();
  }

  private Path file() {
    return folder.getRoot().toPath().resolve("metadata.lmdb");
  }

  // ---- making

  @Test
  public void idsCountUpAndAreNotUsedAgain() throws IOException {
    assertEquals("1", create("a", "").id());
    assertEquals("2", create("b", "").id());
    book.remove("b", FileWork.NONE);
    assertEquals("3", create("b", "").id());
  }

  @Test
  public void parentsAreToldNearestFirst() throws IOException {
    layer("one", "");
    layer("two", "one");
    layer("three", "two");
    Snapshot top = create("top", "three");
    assertEquals(List.of("3", "2", "1"), top.parentIds());
    assertEquals("three", top.info().parent());
    assertEquals(top, book.get("top"));
    assertEquals(top, book.mountable("top"));
  }

  @Test
  public void createdEqualsUpdatedExactly() throws IOException {
    Instant before = Instant.now();
    SnapshotInfo info = create("a", "").info();
    assertEquals(info.createdAt(), info.updatedAt());
    assertFalse(info.createdAt().isBefore(before));
    assertEquals(info, book.info("a"));
    layer("base", "");
    assertEquals(book.info("base").createdAt(), book.info("base").updatedAt());
  }

  @Test
  public void labelsOfNoValueAreNotKept() throws IOException {
    book.create(ACTIVE, "a", "", Map.of("k", "v", "none", ""), FileWork.NONE);
    assertEquals(Map.of("k", "v"), book.info("a").labels());
  }

  @Test
  public void theParentIsLookedAtBeforeTheKey() throws IOException {
    create("a", "");
    assertFault(Kind.NOT_FOUND, () -> create("a", "nothing"));
    assertFault(Kind.INVALID_ARGUMENT, () -> create("a", "a"));
    assertFault(Kind.ALREADY_EXISTS, () -> create("a", ""));
    book.create(VIEW, "v", "", Map.of(), FileWork.NONE);
    assertFault(Kind.INVALID_ARGUMENT, () -> create("b", "v"));
  }

  @Test
  public void committedSnapshotsCannotBeMadeAtOnce() {
    assertFault(
        Kind.INVALID_ARGUMENT, () -> book.create(COMMITTED, "c", "", Map.of(), FileWork.NONE));
  }

  @Test
  public void keysThatCannotBeAreInvalidToMakeAndNotFoundElsewhere() {
    for (String key : List.of("", "k".repeat(32769))) {
      assertFault(Kind.INVALID_ARGUMENT, () -> create(key, ""));
      assertFault(Kind.NOT_FOUND, () -> book.info(key));
      assertFault(Kind.NOT_FOUND, () -> book.remove(key, FileWork.NONE));
    }
  }

  @Test
  public void longKeysWork() throws IOException {
    String key = "k8s.io/1/" + "x".repeat(4000);
    create(key + "1", "");
    create(key + "2", "");
    assertEquals(List.of(key + "1", key + "2"), names(Filter.ALL));
  }

  @Test
  public void aPlanSaysWhatWillBeMadeAndMakesNothing() throws IOException {
    layer("base", "");
    Snapshot plan = book.plan(VIEW, "v", "base", Map.of("k", "v"));
    assertEquals(List.of("1"), plan.parentIds());
    assertEquals(VIEW, plan.kind());
    assertFault(Kind.NOT_FOUND, () -> book.info("v"));
    assertFault(Kind.ALREADY_EXISTS, () -> book.plan(VIEW, "base", "", Map.of()));
  }

  @Test
  public void failedFileWorkUndoesTheEntry() {
    IOException thrown = new IOException("no");
    FileWork failing =
        snapshot -> {
          throw thrown;
        };
    assertSame(
        thrown,
        assertThrows(IOException.class, () -> book.create(ACTIVE, "a", "", Map.of(), failing)));
    assertFault(Kind.NOT_FOUND, () -> book.info("a"));
  }

  // ---- looking

  @Test
  public void whatIsNotThereIsNotFound() {
    assertFault(Kind.NOT_FOUND, () -> book.info("a"));
    assertFault(Kind.NOT_FOUND, () -> book.get("a"));
    assertFault(Kind.NOT_FOUND, () -> book.mountable("a"));
    assertFault(Kind.NOT_FOUND, () -> book.usage("a"));
    assertFault(Kind.NOT_FOUND, () -> book.remove("a", FileWork.NONE));
    assertFault(Kind.NOT_FOUND, () -> book.update(info("a", Map.of()), FieldPaths.all()));
  }

  @Test
  public void committedSnapshotsHaveNoMounts() throws IOException {
    layer("base", "");
    assertFault(Kind.FAILED_PRECONDITION, () -> book.mountable("base"));
    assertEquals(COMMITTED, book.get("base").kind());
  }

  @Test
  public void listsAreInOrderOfKeysAndFiltered() throws IOException {
    layer("c", "");
    create("b", "c");
    book.create(VIEW, "a", "c", Map.of("x/y.z", "1"), FileWork.NONE);
    assertEquals(List.of("a", "b", "c"), names(Filter.ALL));
    assertEquals(List.of("c"), names(Filter.parse(List.of("kind==committed"))));
    assertEquals(List.of("a", "b"), names(Filter.parse(List.of("parent==c"))));
    assertEquals(List.of("a"), names(Filter.parse(List.of("labels.\"x/y.z\"==1"))));
  }

  @Test
  public void whileAListIsToldTheBookCanBeChanged() throws IOException {
    create("a", "");
    create("b", "");
    book.list(
        Filter.ALL,
        info -> book.update(info(info.name(), Map.of("seen", "yes")), FieldPaths.all()));
    assertEquals(Map.of("seen", "yes"), book.info("b").labels());
  }

  // ---- committing

  @Test
  public void committingKeepsTheIdAndFreesTheKey() throws IOException {
    book.create(ACTIVE, "key", "", Map.of("of", "prepare"), FileWork.NONE);
    Snapshot committed = book.commit("name", "key", USAGE, Map.of("of", "commit"), "");
    assertEquals("1", committed.id());
    assertEquals(COMMITTED, committed.kind());
    assertEquals(Map.of("of", "commit"), book.info("name").labels());
    assertEquals(USAGE, book.usage("name"));
    assertFault(Kind.NOT_FOUND, () -> book.info("key"));
    assertEquals("2", create("key", "name").id());
    assertEquals(Usage.NONE, book.usage("key"));
  }

  @Test
  public void onlyActiveSnapshotsAreCommittedAndOnlyToFreeNames() throws IOException {
    layer("base", "");
    book.create(VIEW, "view", "base", Map.of(), FileWork.NONE);
    create("active", "base");
    assertFault(Kind.FAILED_PRECONDITION, () -> commit("n", "view", ""));
    assertFault(Kind.FAILED_PRECONDITION, () -> commit("n", "base", ""));
    assertFault(Kind.NOT_FOUND, () -> commit("n", "nothing", ""));
    assertFault(Kind.ALREADY_EXISTS, () -> commit("base", "active", ""));
    assertFault(Kind.ALREADY_EXISTS, () -> commit("active", "active", ""));
    assertFault(Kind.INVALID_ARGUMENT, () -> commit("", "active", ""));
    assertEquals(ACTIVE, book.info("active").kind());
  }

  @Test
  public void aSnapshotWithoutParentCanGetOneAtCommit() throws IOException {
    layer("base", "");
    create("a", "");
    Snapshot rebased = commit("top", "a", "base");
    assertEquals("base", rebased.info().parent());
    assertEquals(List.of("1"), rebased.parentIds());
    assertFault(Kind.FAILED_PRECONDITION, () -> book.remove("base", FileWork.NONE));
  }

  @Test
  public void aParentIsNotChangedAtCommit() throws IOException {
    layer("one", "");
    layer("two", "");
    create("a", "one");
    assertFault(Kind.INVALID_ARGUMENT, () -> commit("top", "a", "two"));
    assertEquals("one", commit("top", "a", "one").info().parent());
  }

  @Test
  public void aParentGivenAtCommitMustBeThereAndCommitted() throws IOException {
    create("a", "");
    create("active", "");
    assertFault(Kind.NOT_FOUND, () -> commit("top", "a", "nothing"));
    assertFault(Kind.FAILED_PRECONDITION, () -> commit("top", "a", "active"));
    assertEquals(ACTIVE, book.info("a").kind());
  }

  // ---- removing

  @Test
  public void parentsAreRemovedAfterTheirChildren() throws IOException {
    layer("base", "");
    create("one", "base");
    book.create(VIEW, "two", "base", Map.of(), FileWork.NONE);
    book.remove("one", FileWork.NONE);
    assertFault(Kind.FAILED_PRECONDITION, () -> book.remove("base", FileWork.NONE));
    Snapshot removed = book.remove("two", FileWork.NONE);
    assertEquals("3", removed.id());
    assertEquals(VIEW, removed.kind());
    book.remove("base", FileWork.NONE);
    assertEquals(List.of(), names(Filter.ALL));
  }

  @Test
  public void aChildThatIsCommittedStillHoldsItsParent() throws IOException {
    layer("base", "");
    layer("top", "base");
    assertFault(Kind.FAILED_PRECONDITION, () -> book.remove("base", FileWork.NONE));
    book.remove("top", FileWork.NONE);
    book.remove("base", FileWork.NONE);
  }

  @Test
  public void failedFileWorkUndoesTheRemoval() throws IOException {
    create("a", "");
    FileWork failing =
        snapshot -> {
          throw new IOException("no");
        };
    assertThrows(IOException.class, () -> book.remove("a", failing));
    assertEquals("1", book.get("a").id());
  }

  // ---- updating

  @Test
  public void anUpdateWithoutPathsReplacesTheLabelsAndNothingElse() throws IOException {
    layer("base", "");
    book.create(ACTIVE, "a", "base", Map.of("one", "1", "two", "2"), FileWork.NONE);
    SnapshotInfo before = book.info("a");
    SnapshotInfo given =
        new SnapshotInfo(
            COMMITTED, "a", "other", Map.of("three", "3"), Instant.EPOCH, Instant.EPOCH);
    SnapshotInfo after = book.update(given, FieldPaths.all());
    assertEquals(Map.of("three", "3"), after.labels());
    assertEquals("base", after.parent());
    assertEquals(ACTIVE, after.kind());
    assertEquals(before.createdAt(), after.createdAt());
    assertTrue(after.updatedAt().isAfter(before.updatedAt()));
    assertEquals(after, book.info("a"));
  }

  @Test
  public void aPathOfOneLabelMergesIt() throws IOException {
    book.create(ACTIVE, "a", "", Map.of("one", "1", "two", "2"), FileWork.NONE);
    SnapshotInfo given = info("a", Map.of("one", "x", "a/b.c", "y", "other", "z"));
    SnapshotInfo after =
        book.update(given, FieldPaths.of("labels.one", "labels.a/b.c", "labels.two"));
    assertEquals(Map.of("one", "x", "a/b.c", "y"), after.labels());
    after = book.update(info("a", Map.of("k", "v")), FieldPaths.of("labels"));
    assertEquals(Map.of("k", "v"), after.labels());
  }

  @Test
  public void otherPathsAreInvalidAndChangeNothing() throws IOException {
    create("a", "");
    SnapshotInfo before = book.info("a");
    for (String path : List.of("parent", "kind", "name", "labelsx")) {
      FieldPaths paths = FieldPaths.of("labels.k", path);
      assertFault(Kind.INVALID_ARGUMENT, () -> book.update(info("a", Map.of("k", "v")), paths));
    }
    assertEquals(before, book.info("a"));
  }

  @Test
  public void usageAndIdSurviveAnUpdate() throws IOException {
    layer("base", "");
    book.update(info("base", Map.of("k", "v")), FieldPaths.all());
    assertEquals(USAGE, book.usage("base"));
    assertEquals("1", book.get("base").id());
  }

  // ---- instances

  @Test
  public void twoInstancesOnOneFileSeeTheSameBook() throws IOException {
    layer("base", "");
    try (SnapshotBook second = SnapshotBook.open(file())) {
      assertEquals("2", second.create(ACTIVE, "a", "base", Map.of(), FileWork.NONE).id());
      assertEquals("3", create("b", "base").id());
      assertFault(
          Kind.ALREADY_EXISTS, () -> second.create(ACTIVE, "b", "", Map.of(), FileWork.NONE));
      book.close();
      assertEquals(List.of("1"), second.get("b").parentIds());
    }
    book = SnapshotBook.open(file());
    assertEquals(List.of("a", "b", "base"), names(Filter.ALL));
    assertEquals("4", create("c", "").id());
  }

  @Test
  public void manyThreadsGetDifferentIds() throws Exception {
    layer("base", "");
    Set<String> ids = Collections.synchronizedSet(new HashSet<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 20; n++) {
                  ids.add(quietly(number + "-" + n));
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(160, ids.size());
    ids.add("1");
    assertEquals(ids, book.inspect(all -> all));
  }

  private String quietly(String key) {
    try {
      return create(key, "base").id();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Snapshot create(String key, String parent) throws IOException {
    return book.create(ACTIVE, key, parent, Map.of(), FileWork.NONE);
  }

  private void layer(String name, String parent) throws IOException {
    create("key of " + name, parent);
    commit(name, "key of " + name, "");
  }

  private Snapshot commit(String name, String key, String parent) {
    return book.commit(name, key, USAGE, Map.of(), parent);
  }

  private List<String> names(Filter filter) {
    List<String> names = new ArrayList<>();
    book.list(filter, info -> names.add(info.name()));
    return names;
  }

  private static SnapshotInfo info(String name, Map<String, String> labels) {
    return new SnapshotInfo(SnapshotKind.ACTIVE, name, "", labels, Instant.EPOCH, Instant.EPOCH);
  }

  private static void assertFault(Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.getMessage(), kind, fault.kind());
  }
}
