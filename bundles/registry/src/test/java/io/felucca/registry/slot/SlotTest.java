package io.felucca.registry.slot;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public class SlotTest {
  private static final Scope SCOPE = Scope.daemon();

  private final Slot slot = new Slot("t.v1.p");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @After
  public void end() {
    threads.shutdownNow();
  }

  private static Scope within(long millis) {
    return SCOPE.withDeadline(Instant.now().plusMillis(millis));
  }

  @Test
  public void aCallerWaitsForAnInstanceThatIsExpected() throws Exception {
    Future<Object> caller =
        threads.submit(
            () -> {
              try (Stay stay = slot.enter(SCOPE)) {
                return stay.service();
              }
            });
    slot.occupy(new Tenant("one"));
    assertEquals("one", caller.get(120, TimeUnit.SECONDS));
  }

  @Test
  public void aCallerWaitsNoLongerThanItsDeadline() {
    slot.vacate(Vacancy.expected("waits for wind"));
    Fault fault = assertThrows(Fault.class, () -> slot.enter(within(20)));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
    assertEquals("plugin t.v1.p: waits for wind", fault.getMessage());
  }

  @Test
  public void nobodyWaitsForWhatIsNotExpected() {
    slot.vacate(Vacancy.notFound("disabled"));
    assertTrue(Fault.is(fault(), Fault.Kind.NOT_FOUND));
    slot.vacate(Vacancy.unavailable("broken"));
    assertTrue(Fault.is(fault(), Fault.Kind.UNAVAILABLE));
  }

  private Fault fault() {
    return assertThrows(Fault.class, () -> slot.enter(SCOPE));
  }

  @Test
  public void waitersAreTurnedAwayWhenTheInstanceWillNotCome() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Future<Fault> caller =
        threads.submit(
            () -> {
              begun.countDown();
              return fault();
            });
    begun.await();
    slot.vacate(Vacancy.unavailable("broken"));
    assertTrue(caller.get(120, TimeUnit.SECONDS).getMessage().contains("broken"));
  }

  @Test
  public void theOldInstanceGoesWhenItsLastCallerHasLeft() {
    Tenant old = new Tenant("old");
    slot.occupy(old);
    Stay first = slot.enter(SCOPE);
    Stay second = slot.enter(SCOPE);
    assertSame(old, slot.occupy(new Tenant("new")));
    AtomicBoolean gone = new AtomicBoolean();
    old.retire(() -> gone.set(true));
    first.close();
    first.close();
    assertFalse(gone.get());
    second.close();
    assertTrue(gone.get());
    assertEquals("new", slot.enter(SCOPE).service());
  }

  @Test
  public void anInstanceThatDoesNotEmptyInTimeIsLetInAgain() {
    Tenant tenant = new Tenant("x");
    slot.occupy(tenant);
    Stay stay = slot.enter(SCOPE);
    tenant.suspend();
    assertFalse(tenant.awaitEmpty(Duration.ofMillis(10)));
    tenant.resume();
    slot.enter(SCOPE).close();
    stay.close();
    assertTrue(tenant.awaitEmpty(Duration.ofMillis(10)));
  }

  /** An instance that notices callers after its end. */
  private static final class Guarded {
    volatile boolean ended;

    void use() {
      assertFalse("used after its end", ended);
    }
  }

  @Test
  public void nobodyIsInAnInstanceThatHasEndedHoweverOftenItIsReplaced() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    slot.occupy(new Tenant(new Guarded()));
    List<Future<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(threads.submit(() -> call(stop)));
    }
    for (int i = 0; i < 2000; i++) {
      Tenant old = slot.occupy(new Tenant(new Guarded()));
      old.retire(
          () -> {
            ((Guarded) old.service()).ended = true;
            ended.incrementAndGet();
          });
    }
    stop.set(true);
    for (Future<Integer> caller : callers) {
      caller.get(120, TimeUnit.SECONDS);
    }
    assertEquals(2000, ended.get());
  }

  private int call(AtomicBoolean stop) {
    int calls = 0;
    while (!stop.get()) {
      try (Stay stay = slot.enter(SCOPE)) {
        ((Guarded) stay.service()).use();
        Thread.yield();
        ((Guarded) stay.service()).use();
      }
      calls++;
    }
    return calls;
  }
}
