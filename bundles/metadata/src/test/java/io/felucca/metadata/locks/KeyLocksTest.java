package io.felucca.metadata.locks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.store.Locks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class KeyLocksTest {
  private static final Scope PATIENT = Scope.of("n");

  private final Locks own = new Locks();
  private final KeyLocks locks = new KeyLocks(() -> own);

  private static Scope impatient() {
    return PATIENT.withDeadline(Instant.now().plusMillis(20));
  }

  @Test
  public void manyShareOneLock() {
    KeyLocks.Hold one = locks.shared(PATIENT, "a");
    KeyLocks.Hold two = locks.shared(impatient(), "a");
    one.close();
    assertTrue(locks.tryAlone("a").isEmpty());
    two.close();
    locks.tryAlone("a").get().close();
  }

  @Test
  public void whoHasItAloneSharesItWithNobody() {
    try (KeyLocks.Hold alone = locks.alone(PATIENT, "a")) {
      Fault fault = assertThrows(Fault.class, () -> locks.shared(impatient(), "a"));
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
      assertEquals("\"a\" is being changed by another call", fault.getMessage());
      assertThrows(Fault.class, () -> locks.alone(impatient(), "a"));
      locks.alone(impatient(), "b").close();
    }
    locks.shared(impatient(), "a").close();
  }

  @Test
  public void waitersGetItWhenItIsFree() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(new Thread(() -> enterOften(inside, most)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, most.get());
    assertFalse(locks.tryAlone("a").isEmpty());
  }

  private void enterOften(AtomicInteger inside, AtomicInteger most) {
    for (int i = 0; i < 500; i++) {
      try (KeyLocks.Hold alone = locks.alone(PATIENT, "a")) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        inside.decrementAndGet();
      }
    }
  }
}
