package io.felucca.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import io.felucca.server.ServiceTable.Found;
import io.felucca.server.ServiceTable.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

public class ServiceTableTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Offer first = new Offer(1, 0, null);
  private final Offer second = new Offer(2, 5, null);

  @Test
  public void whatWasNeverThereIsUnknownAtOnce() {
    assertEquals(State.UNKNOWN, new ServiceTable(LONG, LONG).find("s").state());
  }

  @Test
  public void theHighestRankingAnswers() {
    ServiceTable table = new ServiceTable(LONG, LONG);
    table.add("s", first);
    table.add("s", second);
    assertSame(second, table.find("s").offer());
    table.remove("s", 2);
    assertSame(first, table.find("s").offer());
  }

  @Test
  public void callsWaitForTheSuccessorOfWhatWasThere() throws Exception {
    ServiceTable table = new ServiceTable(LONG, LONG);
    table.add("s", first);
    table.remove("s", 1);
    CompletableFuture<Found> call = CompletableFuture.supplyAsync(() -> table.find("s"));
    table.add("s", second);
    assertSame(second, call.get().offer());
  }

  @Test
  public void patienceEnds() {
    ServiceTable table = new ServiceTable(Duration.ofMillis(1), LONG);
    table.add("s", first);
    table.remove("s", 1);
    assertEquals(State.AWAY, table.find("s").state());
  }

  @Test
  public void whatLeftLongAgoIsUnknown() {
    ServiceTable table = new ServiceTable(LONG, Duration.ZERO);
    table.add("s", first);
    table.remove("s", 1);
    assertEquals(State.UNKNOWN, table.find("s").state());
  }

  @Test
  public void removingAnotherLeavesWhatIsThere() {
    ServiceTable table = new ServiceTable(LONG, LONG);
    table.add("s", first);
    table.remove("s", 2);
    assertSame(first, table.find("s").offer());
  }
}
