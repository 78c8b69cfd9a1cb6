package io.felucca.runtime.serve;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Fault;
import io.felucca.api.event.Event;
import io.felucca.api.event.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class OutboxTest {
  private static Event event(String id) {
    return new Event(Instant.now(), "n", "/tasks/oom", new Events.TaskOom(id));
  }

  private static String id(Event event) {
    return ((Events.TaskOom) event.payload()).containerId();
  }

  @Test
  public void whatIsNotTakenIsTriedAgainBeforeWhatCameLater() throws Exception {
    List<String> seen = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(4);
    Outbox outbox =
        new Outbox(
            event -> {
              seen.add(id(event));
              all.countDown();
              if (seen.size() < 3) {
                throw Fault.unavailable("down");
              }
              return true;
            });
    outbox.add(event("a"));
    outbox.add(event("b"));
    all.await(120, TimeUnit.SECONDS);
    outbox.close();
    assertEquals(List.of("a", "a", "a", "b"), seen);
  }

  @Test
  public void whatIsRefusedHoldsUpNobody() throws Exception {
    List<String> seen = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(2);
    Outbox outbox =
        new Outbox(
            event -> {
              seen.add(id(event));
              all.countDown();
              return false;
            });
    outbox.add(event("a"));
    outbox.add(event("b"));
    all.await(120, TimeUnit.SECONDS);
    outbox.close();
    assertEquals(List.of("a", "b"), seen);
  }
}
