package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** How many wait, and for how long. */
public class PreparationsTest {
  private final BlockingQueue<String> rested = new LinkedBlockingQueue<>();

  private record Member(String name, BlockingQueue<String> rested, Preparations all)
      implements Preparations.Member {
    @Override
    public void rest() {
      all.remove(this);
      rested.add(name);
    }
  }

  private Member member(String name, Preparations all) {
    return new Member(name, rested, all);
  }

  @Test
  public void thereIsRoomAgainOnceOneHasGone() {
    Preparations all = new Preparations(Runnable::run, Duration.ofHours(1));
    for (int i = 0; i < Preparations.MOST; i++) {
      assertTrue(all.add(member("m" + i, all)));
    }
    Member more = member("more", all);
    assertFalse(all.add(more));
    all.remove(member("m1", all));
    assertTrue(all.add(more));
    assertFalse(all.add(member("m1", all)));
    assertEquals(List.of(), List.copyOf(rested));
  }

  @Test(timeout = 60_000)
  public void thoseThatWaitTooLongRestOneAfterTheOther() throws InterruptedException {
    Preparations all = new Preparations(Runnable::run, Duration.ofMillis(200));
    all.add(member("gone", all));
    all.add(member("first", all));
    all.remove(member("gone", all));
    Thread.sleep(50);
    all.add(member("second", all));
    assertEquals("first", rested.poll(120, TimeUnit.SECONDS));
    assertEquals("second", rested.poll(120, TimeUnit.SECONDS));
    all.add(member("third", all));
    assertEquals("third", rested.poll(120, TimeUnit.SECONDS));
  }
}
