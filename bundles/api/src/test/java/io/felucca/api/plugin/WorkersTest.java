package io.felucca.api.plugin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class WorkersTest {
  @Test
  public void soManyWorkAtOnceAndTheRestWaits() throws Exception {
    ThreadPoolExecutor workers = Workers.few("test", 2);
    assertEquals(0, workers.getPoolSize());
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      workers.execute(() -> work(begun, end));
    }
    assertTrue(begun.await(120, TimeUnit.SECONDS));
    assertEquals(2, workers.getPoolSize());
    assertEquals(1, workers.getQueue().size());
    end.countDown();
    shutdown(workers);
    assertEquals(3, workers.getCompletedTaskCount());
  }

  private static void work(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  public void threadsAreNumberedDaemons() throws Exception {
    ExecutorService workers = Workers.few("test", 1);
    Thread thread = workers.submit(Thread::currentThread).get();
    assertEquals("test-1", thread.getName());
    assertTrue(thread.isDaemon());
    shutdown(workers);
  }

  @Test
  public void workAfterTheEndIsRefusedOrDropped() throws Exception {
    ExecutorService strict = Workers.few("test", 1);
    ExecutorService lenient = Workers.fewUntilClosed("test", 1);
    shutdown(strict);
    shutdown(lenient);
    assertThrows(RejectedExecutionException.class, () -> strict.execute(() -> {}));
    lenient.execute(
        () -> {
          throw new AssertionError("runs after the end");
        });
  }

  private static void shutdown(ExecutorService workers) throws InterruptedException {
    workers.shutdown();
    assertTrue(workers.awaitTermination(120, TimeUnit.SECONDS));
  }
}
