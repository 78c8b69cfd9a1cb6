package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
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

/** Backends that fail, hang or lose their answers, and callers at the same time. */
public class SnapshotFailuresTest extends SnapshotTest {
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
    assertTrue(hanging.await(120, TimeUnit.SECONDS));
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
