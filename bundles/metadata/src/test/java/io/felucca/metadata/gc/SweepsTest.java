package io.felucca.metadata.gc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Dirt;
import io.felucca.metadata.db.Shared;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class SweepsTest {
  private static final Backend GOOD = Backend.snapshotter("good");
  private static final Backend BAD = Backend.snapshotter("bad");

  private final Set<String> running = new HashSet<>();
  private final Dirt dirt = new Dirt(new Shared(new ConcurrentHashMap<>()));
  private final Queue<String> swept = new ConcurrentLinkedQueue<>();

  private Set<Backend> dirty(Backend... backends) {
    dirt.add(List.of(backends));
    return dirt.take(List.of());
  }

  @Test
  public void whatComesCleanIsForgotten() {
    Sweeps sweeps =
        new Sweeps(backend -> swept.add(backend.id()), Duration.ofSeconds(10), () -> running);
    sweeps.run(dirty(GOOD, Backend.CONTENT), dirt);
    assertEquals(2, swept.size());
    assertEquals(Set.of(), dirt.take(List.of()));
  }

  @Test
  public void whatFailsStaysDirtyAndStopsNobody() {
    Sweeps sweeps = new Sweeps(this::failIfBad, Duration.ofSeconds(10), () -> running);
    sweeps.run(dirty(GOOD, BAD), dirt);
    assertEquals("[good]", swept.toString());
    assertEquals(Set.of(BAD), dirt.take(List.of()));
  }

  private boolean failIfBad(Backend backend) {
    if (backend.equals(BAD)) {
      throw new IllegalStateException("broken");
    }
    return swept.add(backend.id());
  }

  @Test
  public void oneThatHangsIsWaitedForOnceAndComesBackLater() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    Sweeps sweeps =
        new Sweeps(
            backend -> {
              if (backend.equals(BAD)) {
                await(release);
                back.countDown();
              }
              return swept.add(backend.id());
            },
            Duration.ofMillis(50),
            () -> running);
    sweeps.run(dirty(GOOD, BAD), dirt);
    sweeps.run(dirty(GOOD, BAD), dirt);
    assertEquals("[good, good]", swept.toString());
    release.countDown();
    assertTrue(back.await(120, TimeUnit.SECONDS));
    // the second run has found more, which the hung sweep may not have seen
    assertEquals(Set.of(BAD), dirt.take(List.of()));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
