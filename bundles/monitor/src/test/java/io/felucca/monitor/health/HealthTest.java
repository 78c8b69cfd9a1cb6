package io.felucca.monitor.health;

import static org.junit.Assert.assertEquals;

import java.time.Instant;
import org.junit.Test;

public class HealthTest {
  private static final Result GOOD = result(0);
  private static final Result BAD = result(1);

  private static Result result(int code) {
    return new Result(Instant.EPOCH, Instant.EPOCH, code, "");
  }

  private static Health after(Health health, boolean starting, Result... results) {
    Health now = health;
    for (Result result : results) {
      now = now.after(result, 3, starting);
    }
    return now;
  }

  @Test
  public void oneSuccessIsEnough() {
    assertEquals(new Health(Status.HEALTHY, 0), after(Health.FRESH, false, BAD, BAD, GOOD));
    Health ill = new Health(Status.UNHEALTHY, 9);
    assertEquals(new Health(Status.HEALTHY, 0), after(ill, false, GOOD));
  }

  @Test
  public void soManyFailuresInARowMakeItUnhealthy() {
    Health well = new Health(Status.HEALTHY, 0);
    assertEquals(new Health(Status.HEALTHY, 2), after(well, false, BAD, BAD));
    assertEquals(new Health(Status.UNHEALTHY, 3), after(well, false, BAD, BAD, BAD));
    assertEquals(new Health(Status.HEALTHY, 2), after(well, false, BAD, BAD, GOOD, BAD, BAD));
    assertEquals(new Health(Status.UNHEALTHY, 4), after(well, false, BAD, BAD, BAD, BAD));
  }

  @Test
  public void failuresInTheStartPeriodDoNotCountUntilOneSuccess() {
    assertEquals(Health.FRESH, after(Health.FRESH, true, BAD, BAD, BAD, BAD));
    assertEquals(new Health(Status.HEALTHY, 1), after(Health.FRESH, true, BAD, GOOD, BAD));
    assertEquals(new Health(Status.STARTING, 1), after(Health.FRESH, false, BAD));
  }
}
