package io.felucca.runtime.serve;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.Test;

public class RetirementTest {
  private static void until(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }

  @Test
  public void aProcessThatIsNeededAgainAsksNobodyAndWaitsForTheNextChance() throws Exception {
    AtomicInteger tasks = new AtomicInteger(1);
    AtomicInteger looked = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    Retirement retirement =
        new Retirement(
            Duration.ofMillis(1),
            () -> looked.incrementAndGet() > 0 && tasks.get() == 0,
            () -> asked.incrementAndGet() == 2);
    Thread waiting = new Thread(() -> await(retirement));
    waiting.start();
    retirement.poke();
    until(() -> looked.get() == 1);
    assertEquals(0, asked.get());
    tasks.set(0);
    retirement.poke();
    until(() -> asked.get() == 1); // and is refused
    assertTrue(waiting.isAlive());
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
