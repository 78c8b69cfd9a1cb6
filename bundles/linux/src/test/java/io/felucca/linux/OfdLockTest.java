package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

public class OfdLockTest {
  @Rule public final Workplace work = new Workplace();

  @Test
  public void exclusiveLockExcludesWithinTheProcess() throws Exception {
    Path path = work.path("lock");
    try (OfdLock held = OfdLock.tryAcquire(path, false)) {
      assertNotNull(held);
      assertNull(OfdLock.tryAcquire(path, false));
      assertNull(OfdLock.tryAcquire(path, true));
    }
    try (OfdLock again = OfdLock.tryAcquire(path, false)) {
      assertNotNull(again);
    }
  }

  @Test
  public void sharedLocksGoTogether() throws Exception {
    Path path = work.path("lock");
    try (OfdLock one = OfdLock.tryAcquire(path, true);
        OfdLock two = OfdLock.tryAcquire(path, true)) {
      assertNotNull(one);
      assertNotNull(two);
      assertNull(OfdLock.tryAcquire(path, false));
    }
  }

  @Test
  public void closingTheSameFileElsewhereDoesNotUnlock() throws Exception {
    Path path = work.path("lock");
    try (OfdLock held = OfdLock.tryAcquire(path, false)) {
      Open.path(path, Open.O_RDWR).close();
      assertNull(OfdLock.tryAcquire(path, false));
      assertEquals(0, Stat.of(held.file()).size());
    }
  }

  @Test
  public void waitsForTheHolder() throws Exception {
    Path path = work.path("lock");
    OfdLock held = OfdLock.tryAcquire(path, false);
    CompletableFuture<OfdLock> next = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                next.complete(OfdLock.acquire(path, false));
              } catch (LinuxException e) {
                next.completeExceptionally(e);
              }
            });
    waiter.start();
    Thread.sleep(50);
    assertEquals(false, next.isDone());
    held.close();
    next.get(120, TimeUnit.SECONDS).close();
  }
}
