package io.felucca.api.plugin;

import static org.junit.Assert.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class FarewellTest {
  @Test
  public void lastsUntilNobodyWaits() {
    AtomicInteger waiting = new AtomicInteger(3);
    Farewell.await(() -> waiting.decrementAndGet() > 0);
    assertEquals(0, waiting.get());
  }

  @Test
  public void endsThoughSomebodyWaits() {
    Farewell.await(() -> true);
  }
}
