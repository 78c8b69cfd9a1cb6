package io.felucca.runtime.serve;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class RetirementTest {
  private static void awaitInVain(Thread thread) throws InterruptedException {
    for (int i = 0; i < 300 && thread.getState() != Thread.State.WAITING; i++) {
      Thread.sleep(10);
    }
    assertTrue(thread.isAlive());
  }

  @Test
  public void aProcessThatIsNeededAgainAsksNobodyAndWaitsForTheNextChance() throws Exception {
    AtomicInteger tasks = new AtomicInteger(1);
    AtomicInteger asked = new AtomicInteger();
    Retirement retirement =
        new Retirement(
            Duration.ofMillis(1), () -> tasks.get() == 0, () -> asked.incrementAndGet() == 2);
    Thread waiting = new Thread(() -> await(retirement));
    waiting.start();
    retirement.poke();
    awaitInVain(waiting);
    assertEquals(0, asked.get());
    tasks.set(0);
    retirement.poke();
    awaitInVain(waiting); // permission was refused once
    retirement.poke();
    waiting.join(30_000);
    assertEquals(2, asked.get());
  }

  private static void await(Retirement retirement) {
    try {
      retirement.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
