package io.felucca.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;

public class TransactionTest {
  @Rule public final OpenStore open = new OpenStore();

  @Test
  public void anUpdateThatThrowsChangesNothingAndTheExceptionArrivesAsItIs() {
    IOException thrown = new IOException("no");
    IOException caught =
        assertThrows(
            IOException.class,
            () ->
                open.store.write(
                    tx -> {
                      tx.root().make("a", "b").putText("k", "v");
                      throw thrown;
                    }));
    assertSame(thrown, caught);
    assertTrue(open.store.view(tx -> tx.root().isEmpty()));
  }

  @Test
  public void errorsRollBackToo() {
    assertThrows(
        StackOverflowError.class,
        () ->
            open.store.write(
                tx -> {
                  tx.root().putText("k", "v");
                  throw new StackOverflowError();
                }));
    open.store.write(tx -> assertTrue(tx.root().isEmpty()));
  }

  @Test
  public void anUpdateSeesItsOwnWritesAndViewsSeeThemAfterwards() {
    open.store.write(
        tx -> {
          tx.root().putText("k", "1");
          assertEquals(Optional.of("1"), tx.root().text("k"));
          tx.root().putText("k", "2");
          assertEquals(Optional.of("2"), tx.root().text("k"));
        });
    assertEquals(Optional.of("2"), open.store.view(tx -> tx.root().text("k")));
  }

  @Test
  public void aViewKeepsItsSnapshotWhileOthersCommit() throws Exception {
    open.store.write(tx -> tx.root().putText("k", "old"));
    open.store.read(
        tx -> {
          assertEquals(Optional.of("old"), tx.root().text("k"));
          elsewhere(() -> open.store.write(other -> other.root().putText("k", "new")));
          assertEquals(Optional.of("old"), tx.root().text("k"));
        });
    assertEquals(Optional.of("new"), open.store.view(tx -> tx.root().text("k")));
  }

  @Test
  public void aViewDoesNotWaitForARunningUpdate() throws Exception {
    open.store.write(
        tx -> {
          tx.root().putText("k", "v");
          elsewhere(() -> assertTrue(open.store.view(other -> other.root().isEmpty())));
        });
  }

  @Test
  public void aViewInsideATransactionJoinsIt() {
    open.store.write(
        tx -> {
          tx.root().putText("k", "v");
          assertEquals(Optional.of("v"), open.store.view(inner -> inner.root().text("k")));
          assertTrue(tx.writable());
        });
    open.store.read(
        tx -> {
          assertSame(tx, open.store.view(inner -> inner));
          assertFalse(tx.writable());
        });
  }

  @Test
  public void anUpdateInsideATransactionIsRefused() {
    Step<RuntimeException> nested = tx -> open.store.write(inner -> inner.root().putText("k", "v"));
    assertThrows(IllegalStateException.class, () -> open.store.write(nested));
    assertThrows(IllegalStateException.class, () -> open.store.read(nested));
    open.store.write(tx -> tx.root().putText("still", "works"));
  }

  @Test
  public void aViewCannotWrite() {
    open.store.write(tx -> tx.root().make("a").putText("k", "v"));
    open.store.read(
        tx -> {
          Bucket bucket = tx.root().at("a");
          assertThrows(IllegalStateException.class, () -> bucket.putText("k", "w"));
          assertThrows(IllegalStateException.class, () -> bucket.delete("k"));
          assertThrows(IllegalStateException.class, () -> bucket.make("b"));
          assertThrows(IllegalStateException.class, () -> tx.root().deleteBucket("a"));
          assertThrows(IllegalStateException.class, () -> tx.afterCommit(() -> {}));
        });
  }

  @Test
  public void aTransactionIsOfNoUseOutsideItsCallback() {
    AtomicReference<Bucket> kept = new AtomicReference<>();
    open.store.write(tx -> kept.set(tx.root().make("a")));
    assertThrows(IllegalStateException.class, () -> kept.get().putText("k", "v"));
    Bucket read = open.store.view(tx -> tx.root());
    assertThrows(IllegalStateException.class, () -> read.get("k"));
    Scan scan = open.store.view(tx -> tx.root().entries());
    assertThrows(IllegalStateException.class, scan::first);
  }

  @Test
  public void actionsAfterTheCommitRunInOrderOnTheCallersThreadAndMayUpdate() {
    List<String> done = new ArrayList<>();
    Thread caller = Thread.currentThread();
    open.store.write(
        tx -> {
          tx.afterCommit(() -> done.add(Thread.currentThread() == caller ? "first" : "elsewhere"));
          tx.afterCommit(() -> open.store.write(next -> next.root().putText("k", "2")));
          tx.root().putText("k", "1");
          assertTrue(done.isEmpty());
        });
    assertEquals(List.of("first"), done);
    assertEquals(Map.of("k", "2"), open.store.view(tx -> tx.root().texts()));
  }

  @Test
  public void anActionThatThrowsDoesNotKeepTheOthersFromRunning() {
    List<String> done = new ArrayList<>();
    IllegalArgumentException thrown = new IllegalArgumentException("first");
    Step<RuntimeException> step =
        tx -> {
          tx.root().putText("k", "v");
          tx.afterCommit(
              () -> {
                throw thrown;
              });
          tx.afterCommit(() -> done.add("second"));
        };
    assertSame(thrown, assertThrows(IllegalArgumentException.class, () -> open.store.write(step)));
    assertEquals(List.of("second"), done);
    assertEquals(Optional.of("v"), open.store.view(tx -> tx.root().text("k")));
  }

  @Test
  public void nothingIsDoneAfterAFailedUpdate() {
    List<String> done = new ArrayList<>();
    assertThrows(
        IllegalStateException.class,
        () ->
            open.store.write(
                tx -> {
                  tx.afterCommit(() -> done.add("wrong"));
                  throw new IllegalStateException("no");
                }));
    assertEquals(List.of(), done);
  }

  @Test
  public void manyViewsAtOnceFindRoom() throws Exception {
    open.store.write(tx -> tx.root().putText("k", "v"));
    int count = 300;
    CountDownLatch started = new CountDownLatch(100);
    List<Thread> threads = new ArrayList<>();
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < count; i++) {
      Thread thread =
          new Thread(
              () ->
                  open.store.read(
                      tx -> {
                        started.countDown();
                        await(started);
                        seen.add(tx.root().text("k").orElseThrow());
                      }));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(count, seen.size());
  }

  @Test
  public void anInterruptIsKeptForTheCaller() {
    Thread.currentThread().interrupt();
    open.store.write(tx -> tx.root().putText("k", "v"));
    assertTrue(Thread.interrupted());
  }

  private static void elsewhere(Runnable action) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(action);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
