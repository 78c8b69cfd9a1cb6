package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SnapshotViewTest extends SnapshotTest {
  private List<String> backendKeys() {
    return inBackend().stream().map(SnapshotInfo::name).toList();
  }

  private static SnapshotInfo labelled(String name, Map<String, String> labels) {
    return new SnapshotInfo(SnapshotKind.ACTIVE, name, "", labels, Instant.EPOCH, Instant.EPOCH);
  }

  @Test
  public void unknownSnapshottersAreNotLoaded() {
    assertFault(
        Kind.INVALID_ARGUMENT,
        "snapshotter not loaded: zfs",
        () -> world.metadata.snapshotter("zfs"));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "snapshotter argument missing",
        () -> world.metadata.snapshotter(""));
  }

  @Test
  public void keysAreTheNamespacesOwn() {
    layer(ONE, "base", "", Map.of());
    snapshots().prepare(ONE, "a", "base", Map.of());
    snapshots().prepare(TWO, "a", "", Map.of());
    assertEquals("base", snapshots().stat(ONE, "a").parent());
    assertEquals("", snapshots().stat(TWO, "a").parent());
    assertEquals(List.of("a", "base"), keys(ONE));
    assertEquals(List.of("a"), keys(TWO));
    assertFault(
        Kind.NOT_FOUND,
        "parent snapshot base does not exist",
        () -> snapshots().prepare(TWO, "b", "base", Map.of()));
    assertFault(
        Kind.NOT_FOUND, "snapshot base does not exist", () -> snapshots().stat(TWO, "base"));
  }

  @Test
  public void backendKeysAreNeverUsedAgain() {
    snapshots().prepare(ONE, "a", "", Map.of());
    String first = backendKeys().get(0);
    snapshots().remove(ONE, "a");
    reopen();
    snapshots().prepare(ONE, "a", "", Map.of());
    assertTrue(first, first.matches("one/\\d+/a"));
    assertEquals(2, backendKeys().size());
  }

  @Test
  public void onlySomeLabelsReachTheBackend() {
    Map<String, String> labels =
        Map.of("own", "1", "containerd.io/snapshot/x", "2", "containerd.io/gc.root", "3");
    snapshots().prepare(ONE, "a", "", labels);
    assertEquals(labels, snapshots().stat(ONE, "a").labels());
    assertEquals(Map.of("containerd.io/snapshot/x", "2"), inBackend().get(0).labels());
    snapshots()
        .update(
            ONE,
            labelled("a", Map.of("own", "new", "containerd.io/snapshot/y", "4")),
            FieldPaths.all());
    assertEquals(Map.of("containerd.io/snapshot/y", "4"), inBackend().get(0).labels());
    assertEquals("new", snapshots().stat(ONE, "a").labels().get("own"));
    snapshots()
        .update(
            ONE,
            labelled("a", Map.of("containerd.io/snapshot/y", "5")),
            FieldPaths.of("labels.containerd.io/snapshot/y"));
    assertEquals(Map.of("containerd.io/snapshot/y", "5"), inBackend().get(0).labels());
    assertEquals("new", snapshots().stat(ONE, "a").labels().get("own"));
  }

  @Test
  public void labelsThatTheBackendGivesAreSeen() {
    snapshots().prepare(ONE, "a", "", Map.of("own", "1"));
    String key = backendKeys().get(0);
    world.snapshotter.update(
        Scope.daemon(), labelled(key, Map.of("own", "hidden", "its", "2")), FieldPaths.all());
    assertEquals(Map.of("own", "1", "its", "2"), snapshots().stat(ONE, "a").labels());
    snapshots()
        .update(ONE, labelled("a", Map.of("containerd.io/snapshot/x", "3")), FieldPaths.all());
    assertEquals("2", snapshots().stat(ONE, "a").labels().get("its"));
  }

  @Test
  public void refusedUpdatesSayWhy() {
    snapshots().prepare(ONE, "a", "", Map.of());
    assertFault(
        Kind.INVALID_ARGUMENT,
        "cannot update \"parent\" field on snapshot \"a\"",
        () -> snapshots().update(ONE, labelled("a", Map.of()), FieldPaths.of("parent")));
    assertFault(
        Kind.NOT_FOUND,
        "snapshot b does not exist",
        () -> snapshots().update(ONE, labelled("b", Map.of()), FieldPaths.all()));
    assertFault(
        Kind.INVALID_ARGUMENT,
        () -> snapshots().update(ONE, labelled("", Map.of()), FieldPaths.all()));
  }

  @Test
  public void malformedKeysAndLabelsAreRefused() {
    assertFault(Kind.INVALID_ARGUMENT, () -> snapshots().prepare(ONE, "", "", Map.of()));
    assertFault(
        Kind.INVALID_ARGUMENT, () -> snapshots().prepare(ONE, "k".repeat(4097), "", Map.of()));
    Fault fault =
        assertFault(
            Kind.INVALID_ARGUMENT,
            () -> snapshots().prepare(ONE, "a", "", Map.of("k", "v".repeat(5000))));
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("info.Labels: label key"));
    assertEquals(List.of(), inBackend());
  }

  @Test
  public void manySnapshotsAreListedWithTheirKinds() {
    layer(ONE, "base", "", Map.of());
    for (int i = 0; i < 30; i++) {
      snapshots().view(ONE, "v" + i, "base", Map.of("n", "" + i % 2));
    }
    snapshots().prepare(ONE, "a", "base", Map.of());
    assertEquals(32, keys(ONE).size());
    List<SnapshotInfo> odd = new ArrayList<>();
    snapshots().list(ONE, Filter.parse(List.of("kind==view,labels.n==1")), odd::add);
    assertEquals(15, odd.size());
    assertEquals(snapshots().stat(ONE, "v1"), odd.get(0));
  }

  @Test
  public void takenKeysAndNamesAreRefused() {
    layer(ONE, "base", "", Map.of());
    snapshots().prepare(ONE, "a", "base", Map.of());
    Scope scope = leased("l");
    assertFault(
        Kind.ALREADY_EXISTS,
        "snapshot \"a\"",
        () -> snapshots().prepare(scope, "a", "base", Map.of()));
    assertFault(
        Kind.ALREADY_EXISTS,
        "snapshot \"base\"",
        () -> snapshots().commit(scope, "base", "a", Map.of(), ""));
    assertEquals(List.of("snapshots/copy a", "snapshots/copy base"), held("l"));
  }

  @Test
  public void leasesFollowFromKeyToName() {
    Scope scope = leased("l");
    snapshots().prepare(scope, "a", "", Map.of());
    assertEquals(List.of("snapshots/copy a"), held("l"));
    snapshots().commit(scope, "base", "a", Map.of(), "");
    assertEquals(List.of("snapshots/copy base"), held("l"));
    snapshots().remove(scope, "base");
    assertEquals(List.of(), held("l"));
  }

  @Test
  public void unknownLeasesAreNotFound() {
    Scope scope = ONE.withLease("none");
    assertFault(
        Kind.NOT_FOUND,
        "lease does not exist",
        () -> snapshots().prepare(scope, "a", "", Map.of()));
    snapshots().prepare(ONE, "a", "", Map.of());
    assertFault(
        Kind.NOT_FOUND,
        "lease does not exist",
        () -> snapshots().commit(scope, "base", "a", Map.of(), ""));
    assertEquals(List.of("a"), keys(ONE));
    assertEquals(1, inBackend().size());
  }

  @Test
  public void parentsAreNotRemovedBeforeTheirChildren() {
    layer(ONE, "base", "", Map.of());
    layer(ONE, "top", "base", Map.of());
    snapshots().prepare(ONE, "a", "top", Map.of());
    assertNotRemovable("base");
    assertNotRemovable("top");
    snapshots().remove(ONE, "a");
    assertNotRemovable("base");
    snapshots().remove(ONE, "top");
    snapshots().remove(ONE, "base");
    assertFault(
        Kind.NOT_FOUND, "snapshot base does not exist", () -> snapshots().remove(ONE, "base"));
  }

  @Test
  public void namesThatBeginAlikeAreNoChildren() {
    layer(ONE, "a", "", Map.of());
    layer(ONE, "ab", "", Map.of());
    snapshots().prepare(ONE, "c", "ab", Map.of());
    snapshots().remove(ONE, "a");
  }

  @Test
  public void removalLeavesTheBytesToTheCollector() {
    snapshots().prepare(ONE, "a", "", Map.of());
    snapshots().remove(ONE, "a");
    assertEquals(1, inBackend().size());
    world.metadata.collect();
    assertEquals(List.of(), inBackend());
  }

  @Test
  public void changesArePublishedButNotViews() throws Exception {
    snapshots().prepare(ONE, "a", "", Map.of());
    snapshots().commit(ONE, "base", "a", Map.of(), "");
    snapshots().view(ONE, "v", "base", Map.of());
    snapshots().remove(ONE, "v");
    assertEquals(
        List.of(
            "one /snapshot/prepare SnapshotPrepare[key=a, parent=, snapshotter=copy]",
            "one /snapshot/commit SnapshotCommit[key=a, name=base, snapshotter=copy]",
            "one /snapshot/remove SnapshotRemove[key=v, snapshotter=copy]"),
        world.events(3));
    assertEquals(List.of(), eventsLeft());
  }
}
