package io.felucca.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.Rule;
import org.junit.Test;

/** Many writers at once, some of whose updates fail. */
public class GroupCommitTest {
  private static final int WRITERS = 16;
  private static final int ROUNDS = 60;

  @Rule public final OpenStore open = new OpenStore();
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

  @Test
  public void updatesFromManyThreadsAllArriveAndFailedOnesLeaveNoTrace() throws Exception {
    together(
        writer -> {
          for (int round = 0; round < ROUNDS; round++) {
            String name = "w" + writer + "-" + round;
            update(name, round % 3 == 1);
            assertEquals(round % 3 != 1, open.store.view(tx -> tx.root().at("all").has(name)));
          }
        });
    open.reopen();
    long count = open.store.view(tx -> tx.root().at("all").entries().stream().count());
    assertEquals(WRITERS * ROUNDS * 2L / 3, count);
    assertEquals(count, open.store.view(tx -> tx.root().number("count")).orElseThrow());
  }

  private void update(String name, boolean fail) {
    IllegalStateException planned = new IllegalStateException("planned for " + name);
    try {
      open.store.write(
          tx -> {
            tx.root().make("all").putText(name, "x");
            tx.root().putNumber("count", tx.root().number("count").orElse(0) + 1);
            if (fail) {
              throw planned;
            }
          });
      assertEquals(false, fail);
    } catch (IllegalStateException e) {
      assertSame(planned, e);
    }
  }

  @Test
  public void workRunsOnItsCallersThreadSoThatHeldLocksDoNotBlockIt() throws Exception {
    together(
        writer -> {
          ReentrantLock lock = new ReentrantLock();
          for (int round = 0; round < ROUNDS; round++) {
            lock.lock();
            try {
              open.store.write(
                  tx -> {
                    assertTrue(lock.isHeldByCurrentThread());
                    tx.root().putNumber("w" + writer, tx.root().number("w" + writer).orElse(0) + 1);
                  });
            } finally {
              lock.unlock();
            }
          }
        });
    for (int writer = 0; writer < WRITERS; writer++) {
      String name = "w" + writer;
      assertEquals(ROUNDS, open.store.view(tx -> tx.root().number(name)).orElseThrow());
    }
  }

  @Test
  public void bucketsMadeInOneCommitDoNotMix() throws Exception {
    together(
        writer -> {
          for (int round = 0; round < ROUNDS; round++) {
            String name = writer + "." + round;
            open.store.write(tx -> tx.root().make("nested", name, "labels").putText("of", name));
          }
        });
    open.store.read(
        tx -> {
          int count = 0;
          for (Entry entry : tx.root().at("nested").entries()) {
            assertEquals(entry.name(), entry.bucket().at("labels").text("of").orElseThrow());
            count++;
          }
          assertEquals(WRITERS * ROUNDS, count);
        });
  }

  private interface Writer {
    void run(int number);
  }

  private void together(Writer writer) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      Thread thread = new Thread(() -> run(writer, number, start));
      threads.add(thread);
      thread.start();
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failures);
  }

  private void run(Writer writer, int number, CountDownLatch start) {
    try {
      start.await();
      writer.run(number);
    } catch (Throwable e) {
      failures.add(e);
    }
  }
}
