package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.Reluctant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;

public class SnapshotViewTest extends WorldTest {
  private static final String TARGET = "containerd.io/snapshot.ref";

  private Reluctant reluctant() {
    Reluctant reluctant = new Reluctant(world.snapshotter);
    world.plugins.put(Snapshotter.KIND, "copy", reluctant);
    return reluctant;
  }

  private Scope leased(String lease) {
    world.metadata.leases().create(ONE, lease, Map.of());
    return ONE.withLease(lease);
  }

  private List<String> held(String lease) {
    return world.metadata.leases().resources(ONE, lease).stream()
        .map(resource -> resource.type() + " " + resource.id())
        .toList();
  }

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

  private void assertNotRemovable(String key) {
    assertFault(
        Kind.FAILED_PRECONDITION,
        "cannot remove snapshot with child",
        () -> snapshots().remove(ONE, key));
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

  @Test
  public void aTargetThatIsThereNeedsNoPreparation() {
    layer(ONE, "chain", "", Map.of());
    Scope scope = leased("l");
    assertFault(
        Kind.ALREADY_EXISTS,
        "target snapshot \"chain\"",
        () -> snapshots().prepare(scope, "extract", "", Map.of(TARGET, "chain")));
    assertEquals(List.of("snapshots/copy chain"), held("l"));
    assertEquals(1, inBackend().size());
  }

  @Test
  public void aTargetThatIsNotThereIsPreparedAsUsual() {
    snapshots().prepare(ONE, "extract", "", Map.of(TARGET, "chain"));
    snapshots().commit(ONE, "chain", "extract", Map.of(TARGET, "chain"), "");
    assertEquals("chain", inBackend().get(0).labels().get(TARGET));
  }

  /** A remote snapshotter: it has every target already, under the target's own name. */
  private static final class Remote extends Reluctant {
    Remote(Snapshotter real) {
      super(real);
    }

    @Override
    public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
      String target = labels.get(TARGET);
      List<Mount> mounts = super.prepare(scope, key, parent, labels);
      if (target != null) {
        real.commit(scope, "remote " + target, key, Map.of(TARGET, target, "its", "own"), "");
        throw Fault.exists("snapshot %s", target);
      }
      return mounts;
    }
  }

  @Test
  public void whatARemoteSnapshotterHasIsAdopted() {
    world.plugins.put(Snapshotter.KIND, "copy", new Remote(world.snapshotter));
    layer(ONE, "base", "", Map.of());
    Scope scope = leased("l");
    assertFault(
        Kind.ALREADY_EXISTS,
        "target snapshot \"chain\" from snapshotter",
        () ->
            snapshots().prepare(scope, "extract", "base", Map.of(TARGET, "chain", "mine", "too")));
    SnapshotInfo adopted = snapshots().stat(ONE, "chain");
    assertEquals(SnapshotKind.COMMITTED, adopted.kind());
    assertEquals("base", adopted.parent());
    assertEquals(Map.of(TARGET, "chain", "its", "own", "mine", "too"), adopted.labels());
    assertEquals(List.of("snapshots/copy chain"), held("l"));
    world.metadata.collect();
    snapshots().prepare(ONE, "a", "chain", Map.of());
    assertNotRemovable("chain");
  }

  @Test
  public void aBackendWithoutTheTargetItClaimsIsNotBelieved() {
    Reluctant reluctant = reluctant();
    reluctant.before =
        call -> {
          if (call.equals("prepare")) {
            throw Fault.exists("have it");
          }
        };
    assertFault(
        Kind.NOT_FOUND,
        "target snapshot \"chain\" in backend",
        () -> snapshots().prepare(ONE, "extract", "", Map.of(TARGET, "chain")));
    assertFault(
        Kind.UNKNOWN,
        "unexpected error from snapshotter: have it",
        () -> snapshots().prepare(ONE, "a", "", Map.of()));
    assertEquals(List.of(), keys(ONE));
  }

  @Test
  public void aParentThatGoesDuringPreparationIsNoticed() {
    layer(ONE, "base", "", Map.of());
    Reluctant reluctant = reluctant();
    reluctant.after =
        call -> {
          if (call.equals("prepare")) {
            snapshots().remove(ONE, "base");
          }
        };
    assertFault(
        Kind.NOT_FOUND,
        "parent snapshot base does not exist",
        () -> snapshots().prepare(ONE, "a", "base", Map.of()));
    assertEquals(List.of(), keys(ONE));
    assertEquals(1, inBackend().size());
  }

  @Test
  public void theCollectorLeavesAloneWhatIsBeingPrepared() {
    layer(ONE, "base", "", Map.of());
    snapshots().remove(ONE, "base");
    Reluctant reluctant = reluctant();
    reluctant.after =
        call -> {
          if (call.equals("prepare")) {
            world.metadata.collect();
          }
        };
    snapshots().prepare(ONE, "a", "", Map.of());
    assertEquals(List.of("a"), keys(ONE));
    assertEquals(1, inBackend().size());
  }

  @Test
  public void theCollectorLeavesAloneWhatIsBeingCommitted() {
    snapshots().prepare(ONE, "a", "", Map.of("containerd.io/gc.root", "1"));
    snapshots().view(ONE, "gone", "", Map.of());
    snapshots().remove(ONE, "gone");
    Reluctant reluctant = reluctant();
    reluctant.after =
        call -> {
          if (call.equals("commit")) {
            world.metadata.collect();
          }
        };
    snapshots().commit(ONE, "base", "a", Map.of("containerd.io/gc.root", "1"), "");
    world.metadata.collect();
    assertEquals(List.of("base"), keys(ONE));
  }

  @Test
  public void aFailedCommitLeavesEverythingAsItWas() {
    layer(ONE, "base", "", Map.of());
    snapshots().prepare(ONE, "a", "base", Map.of());
    Reluctant reluctant = reluctant();
    reluctant.before =
        call -> {
          if (call.equals("commit")) {
            throw Fault.unavailable("not now");
          }
        };
    Scope scope = leased("l");
    assertFault(
        Kind.UNAVAILABLE, "not now", () -> snapshots().commit(scope, "top", "a", Map.of(), ""));
    assertEquals(List.of(), held("l"));
    assertEquals(SnapshotKind.ACTIVE, snapshots().stat(ONE, "a").kind());
    reluctant.before = call -> {};
    snapshots().commit(ONE, "top", "a", Map.of(), "");
    snapshots().remove(ONE, "top");
    snapshots().remove(ONE, "base");
  }

  @Test
  public void aCommitWhoseAnswerIsLostHasHappened() {
    snapshots().prepare(ONE, "a", "", Map.of());
    Reluctant reluctant = reluctant();
    reluctant.after =
        call -> {
          throw Fault.unavailable("connection lost");
        };
    snapshots().commit(ONE, "base", "a", Map.of("k", "v"), "");
    assertEquals(Map.of("k", "v"), snapshots().stat(ONE, "base").labels());
    assertEquals(List.of("base"), keys(ONE));
  }

  @Test
  public void aCommitThatNobodyCouldNoteIsNotedLater() {
    layer(ONE, "base", "", Map.of());
    snapshots().prepare(ONE, "a", "base", Map.of());
    loseCommit();
    // the restarted daemon does not know yet whether it happened
    assertEquals(List.of("base"), keys(ONE));
    assertFault(
        Kind.ALREADY_EXISTS,
        "snapshot \"top\"",
        () -> snapshots().commit(ONE, "top", "a", Map.of(), ""));
    assertEquals(List.of("base", "top"), keys(ONE));
    assertEquals("base", snapshots().stat(ONE, "top").parent());
    assertNotRemovable("base");
    snapshots().remove(ONE, "top");
    snapshots().remove(ONE, "base");
  }

  @Test
  public void theCollectorNotesLostCommits() {
    layer(ONE, "base", "", Map.of());
    Scope scope = leased("l");
    snapshots().prepare(scope, "a", "base", Map.of());
    world.metadata.leases().addResource(ONE, "l", resource("top"));
    loseCommit();
    world.metadata.collect();
    assertEquals(List.of("base", "top"), keys(ONE));
    assertEquals(2, inBackend().size());
  }

  private static io.felucca.api.lease.LeaseResource resource(String key) {
    return new io.felucca.api.lease.LeaseResource("snapshots/copy", key);
  }

  /** The backend commits and is gone before anybody can ask it; then the daemon is, too. */
  private void loseCommit() {
    Reluctant reluctant = reluctant();
    reluctant.after =
        call -> {
          world.plugins.take(Snapshotter.KIND, "copy");
          throw Fault.unavailable("gone");
        };
    Snapshotter view = snapshots();
    assertFault(Kind.UNAVAILABLE, "gone", () -> view.commit(ONE, "top", "a", Map.of("k", "v"), ""));
    world.snapshotter.close();
    reopen();
  }

  @Test
  public void aHungBackendHoldsUpNobodyElse() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Reluctant hung = new Reluctant(world.snapshotter);
    hung.before =
        call -> {
          hanging.countDown();
          await(release);
        };
    world.plugins.put(Snapshotter.KIND, "hung", hung);
    Snapshotter view = world.metadata.snapshotter("hung");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread caller = new Thread(() -> view.prepare(ONE, "stuck", "", Map.of()));
    caller.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
    caller.start();
    assertTrue(hanging.await(10, TimeUnit.SECONDS));
    snapshots().prepare(ONE, "a", "", Map.of());
    put(ONE, "text");
    Scope impatient = ONE.withDeadline(Instant.now().plusMillis(30));
    assertFault(
        Kind.UNAVAILABLE,
        "\"one/stuck\" is being changed by another call",
        () -> view.remove(impatient, "stuck"));
    release.countDown();
    caller.join();
    assertEquals(null, failure.get());
    assertEquals(SnapshotKind.ACTIVE, view.stat(ONE, "stuck").kind());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void manyCallersGetOneKeyOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Object> made = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  made.add(snapshots().prepare(ONE, "same", "", Map.of()));
                } catch (Fault e) {
                  assertEquals(Kind.ALREADY_EXISTS, e.kind());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, made.size());
    assertEquals(1, inBackend().size());
  }
}
