package io.felucca.gc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.gc.GarbageCollector;
import io.felucca.api.gc.GcBacklog;
import io.felucca.api.gc.GcStats;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;

public class GcPluginTest {
  private static final Scope SCOPE = Scope.of("default");

  private final CountingCollector collector = new CountingCollector();
  private GcPlugin plugin;

  @After
  public void close() {
    plugin.close();
  }

  private void start(String startupDelay) {
    plugin = new GcPlugin(config(0.02, startupDelay), collector);
    plugin.start();
  }

  @Test
  public void theFirstCollectionComesByItself() throws Exception {
    start("1ms");
    collector.awaitCollection();
  }

  @Test
  public void deletionsLeadToACollection() throws Exception {
    start("1ms");
    collector.awaitCollection();
    plugin.changed(true);
    collector.awaitCollection();
  }

  @Test
  public void whoWaitsGetsACollectionThatBeganAfterwards() {
    start("0s");
    assertEquals(CountingCollector.STATS, plugin.scheduleAndWait(SCOPE));
    assertEquals(1, collector.count);
    plugin.scheduleAndWait(SCOPE);
    assertEquals(2, collector.count);
  }

  @Test
  public void whatExpiresIsCollectedWhileNothingElseHappens() throws Exception {
    start("1ms");
    collector.awaitCollection();
    collector.next = Instant.now().plusMillis(20);
    plugin.changed(false);
    collector.awaitCollection();
    assertTrue(Instant.now().isAfter(collector.expired));
  }

  @Test
  public void aFailureIsToldToThoseWhoWait() {
    start("0s");
    collector.failure = new IllegalStateException("disk is on fire");
    Fault fault = assertThrows(Fault.class, () -> plugin.scheduleAndWait(SCOPE));
    assertEquals(Fault.Kind.UNKNOWN, fault.kind());
    assertEquals("gc failed", fault.getMessage());
    collector.failure = null;
    plugin.scheduleAndWait(SCOPE);
  }

  @Test
  public void nobodyWaitsPastTheDeadline() {
    start("0s");
    collector.blocked = new CountDownLatch(1);
    Scope impatient = SCOPE.withDeadline(Instant.now().plusMillis(50));
    Fault fault = assertThrows(Fault.class, () -> plugin.scheduleAndWait(impatient));
    assertEquals(Fault.Kind.DEADLINE_EXCEEDED, fault.kind());
    collector.blocked.countDown();
  }

  @Test
  public void afterTheEndNothingIsCollected() {
    start("0s");
    plugin.scheduleAndWait(SCOPE);
    plugin.close();
    Fault fault = assertThrows(Fault.class, () -> plugin.scheduleAndWait(SCOPE));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
    assertEquals(1, collector.count);
  }

  @Test
  public void whatAnotherSchedulerHasLeftIsCollected() throws Exception {
    collector.backlog = new GcBacklog(true, 1, 1);
    start("0s");
    collector.awaitCollection();
  }

  @Test
  public void thresholdsAreExported() {
    start("100ms");
    assertEquals(
        Map.of(
            "PauseThreshold", "0.02",
            "DeletionThreshold", "0",
            "MutationThreshold", "100",
            "ScheduleDelay", "0s"),
        plugin.exports());
  }

  @Test
  public void thePauseThresholdIsBounded() {
    start("100ms");
    assertEquals("0.5", new GcPlugin(config(0.9, "0s"), collector).exports().get("PauseThreshold"));
    assertEquals("0", new GcPlugin(config(-1, "0s"), collector).exports().get("PauseThreshold"));
  }

  @Test
  public void whatIsNoDurationIsRefused() {
    start("100ms");
    Fault fault = assertThrows(Fault.class, () -> new GcPlugin(config(0.02, "soon"), collector));
    assertEquals(
        "startup_delay: \"soon\" is no duration such as 100ms or 1m30s", fault.getMessage());
  }

  private static GcPlugin.Config config(double pause, String startupDelay) {
    return new GcPlugin.Config() {
      @Override
      public double pause_threshold() {
        return pause;
      }

      @Override
      public int deletion_threshold() {
        return 0;
      }

      @Override
      public int mutation_threshold() {
        return 100;
      }

      @Override
      public String schedule_delay() {
        return "0s";
      }

      @Override
      public String startup_delay() {
        return startupDelay;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return GcPlugin.Config.class;
      }
    };
  }

  /** Collects nothing, and counts how often. */
  private static final class CountingCollector implements GarbageCollector {
    static final GcStats STATS = new GcStats(Duration.ofMillis(1), Duration.ofMillis(2));

    private final Semaphore collections = new Semaphore(0);
    volatile int count;
    volatile GcBacklog backlog = GcBacklog.NONE;
    volatile Instant next;
    volatile Instant expired;
    volatile RuntimeException failure;
    volatile CountDownLatch blocked;

    void awaitCollection() throws InterruptedException {
      assertTrue("no collection came", collections.tryAcquire(120, TimeUnit.SECONDS));
    }

    @Override
    public GcStats collect() {
      if (blocked != null) {
        awaitQuietly(blocked);
      }
      if (failure != null) {
        throw failure;
      }
      expired = next;
      next = null;
      count++;
      collections.release();
      return STATS;
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public GcBacklog backlog() {
      return backlog;
    }

    @Override
    public Optional<Instant> nextExpiry() {
      return Optional.ofNullable(next);
    }
  }
}
