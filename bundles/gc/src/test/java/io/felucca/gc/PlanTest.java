package io.felucca.gc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.gc.GcBacklog;
import java.time.Duration;
import org.junit.Test;

public class PlanTest {
  private static final long MS = 1_000_000;

  /** What the least pause of 5 ms makes of a threshold of 0.02. */
  private static final long WINDOW = 245 * MS;

  private static Settings settings(int deletions, int mutations, long delay, long startup) {
    return new Settings(
        0.02, deletions, mutations, Duration.ofMillis(delay), Duration.ofMillis(startup));
  }

  private static Plan collected(Settings settings, long end) {
    Plan plan = new Plan(settings, 0);
    plan.begins();
    plan.ended(Duration.ZERO, end);
    return plan;
  }

  @Test
  public void theFirstCollectionComesAfterTheStartupDelay() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 7 * MS);
    assertEquals(107 * MS, plan.due());
    assertTrue(plan.awaitsFirst());
    plan.mutated(true, 10 * MS);
    assertEquals(107 * MS, plan.due());
  }

  @Test
  public void withoutStartupDelayTheFirstOneWaitsForAReason() {
    Plan plan = new Plan(settings(0, 3, 20, 0), 0);
    assertEquals(Plan.NEVER, plan.due());
    plan.mutated(false, 1 * MS);
    plan.mutated(false, 2 * MS);
    assertEquals(Plan.NEVER, plan.due());
    plan.mutated(false, 3 * MS);
    assertEquals(23 * MS, plan.due());
  }

  @Test
  public void withoutAReasonThereIsNoCollection() {
    Plan plan = collected(settings(0, 100, 0, 100), 0);
    for (int i = 0; i < 99; i++) {
      plan.mutated(false, i);
    }
    assertEquals(Plan.NEVER, plan.due());
  }

  @Test
  public void aDeletionIsCollectedAtTheNextWindow() {
    Plan plan = collected(settings(0, 100, 0, 100), 0);
    plan.mutated(true, 10 * MS);
    assertEquals(WINDOW, plan.due());
    plan = collected(settings(0, 100, 0, 100), 0);
    plan.mutated(true, 3 * WINDOW + 1);
    assertEquals(4 * WINDOW, plan.due());
  }

  @Test
  public void manyChangesAreAReasonToo() {
    Plan plan = collected(settings(0, 100, 0, 100), 0);
    for (int i = 0; i < 100; i++) {
      plan.mutated(false, i);
    }
    assertEquals(WINDOW, plan.due());
  }

  @Test
  public void theDeletionThresholdBringsACollectionForward() {
    Plan plan = collected(settings(2, 100, 5, 100), 0);
    plan.mutated(true, 10 * MS);
    assertEquals(WINDOW, plan.due());
    plan.mutated(true, 20 * MS);
    assertEquals(25 * MS, plan.due());
  }

  @Test
  public void whoAsksWaitsForNoWindow() {
    Plan plan = collected(settings(0, 100, 5, 100), 0);
    plan.asked(10 * MS);
    assertEquals(15 * MS, plan.due());
    plan.asked(12 * MS);
    assertEquals(15 * MS, plan.due());
  }

  @Test
  public void whatHappensDuringACollectionGetsTheNextWindow() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 0);
    plan.begins();
    plan.mutated(true, 1 * MS);
    plan.ended(Duration.ZERO, 10 * MS);
    assertEquals(10 * MS + WINDOW, plan.due());
  }

  @Test
  public void whoAsksDuringACollectionGetsOneOfHisOwnAtOnce() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 0);
    plan.begins();
    plan.asked(1 * MS);
    plan.ended(Duration.ZERO, 10 * MS);
    assertEquals(1 * MS, plan.due());
  }

  @Test
  public void longPausesMakeLongWindowsAndShortOnesShortAgain() {
    Plan plan = collected(settings(0, 100, 0, 100), 0);
    assertEquals(50 * 49 * MS, windowAfter(plan, 95));
    assertEquals(30 * 49 * MS, windowAfter(plan, 10));
    assertEquals(15 * 49 * MS, windowAfter(plan, 0));
    windowAfter(plan, 0);
    assertEquals(WINDOW, windowAfter(plan, 0));
  }

  /** How long it is to the next collection after one that locked so many milliseconds. */
  private static long windowAfter(Plan plan, long locked) {
    plan.begins();
    plan.ended(Duration.ofMillis(locked), 1_000_000 * MS);
    plan.mutated(true, 1_000_000 * MS + 1);
    return plan.due() - 1_000_000 * MS;
  }

  @Test
  public void theFirstCollectionSaysNothingAboutTheNext() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 0);
    assertEquals(WINDOW, windowAfter(plan, 900));
  }

  @Test
  public void aFailedCollectionIsTriedAgainLater() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 0);
    plan.begins();
    plan.failed(0);
    assertEquals(2_000 * MS, plan.due());
  }

  @Test
  public void inTheMidstOfThingsThereIsNoCollectionAtTheStart() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 0);
    plan.resume(new GcBacklog(true, 99, 0), 0);
    assertEquals(Plan.NEVER, plan.due());
    plan.mutated(false, MS);
    assertEquals(1000 * MS, plan.due());
  }

  @Test
  public void whatWasDeletedUnderAnotherPlanIsCollectedUnderThisOne() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 0);
    plan.resume(new GcBacklog(true, 1, 1), 5 * MS);
    assertEquals(1005 * MS, plan.due());
  }

  @Test
  public void aStoreThatWasNeverCollectedGetsItsFirstCollection() {
    Plan plan = new Plan(settings(0, 100, 0, 100), 0);
    plan.resume(new GcBacklog(false, 5, 5), 0);
    assertEquals(100 * MS, plan.due());
  }
}
