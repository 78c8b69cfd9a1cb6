package io.felucca.monitor.restart;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import org.junit.Test;

public class BackoffTest {
  private static final long SECOND = 1_000_000_000;

  private final Backoff backoff = new Backoff(Duration.ofSeconds(10));

  @Test
  public void theFirstRestartComesSoon() {
    assertEquals(Duration.ofMillis(100), backoff.afterEnd(0));
  }

  @Test
  public void whatEndsAtOnceWaitsEverLongerUpToTheInterval() {
    for (int expected : new int[] {200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
      backoff.started(0);
      assertEquals(Duration.ofMillis(expected), backoff.afterEnd(SECOND));
    }
  }

  @Test
  public void aLongRunMakesItGoodAgain() {
    backoff.started(0);
    backoff.afterEnd(SECOND);
    backoff.started(2 * SECOND);
    assertEquals(Duration.ofMillis(100), backoff.afterEnd(12 * SECOND));
  }

  @Test
  public void whoKilledItHasAMomentToDeleteIt() {
    assertEquals(Duration.ofSeconds(3), backoff.afterKill(0));
    assertEquals(Duration.ofSeconds(1), new Backoff(Duration.ofSeconds(1)).afterKill(0));
  }

  @Test
  public void aShortIntervalIsTheLongestWait() {
    assertEquals(Duration.ofMillis(30), new Backoff(Duration.ofMillis(30)).afterEnd(0));
  }
}
