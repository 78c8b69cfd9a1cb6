package io.felucca.api;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class SpansTest {
  @Test
  public void spansAreReadAsGoWritesThem() {
    assertReads("0", Duration.ZERO);
    assertReads("0s", Duration.ZERO);
    assertReads("100ms", Duration.ofMillis(100));
    assertReads("1h30m", Duration.ofMinutes(90));
    assertReads("1.5h", Duration.ofMinutes(90));
    assertReads("-300ms", Duration.ofMillis(-300));
    assertReads(".5s", Duration.ofMillis(500));
    assertReads("1m0.25s", Duration.ofMillis(60_250));
    assertReads("7µs", Duration.ofNanos(7000));
  }

  @Test
  public void whatIsNoSpanIsEmpty() {
    for (String text : new String[] {"", "1", "s", "1d", "1h 2m", "one", "--1s", "1s2"}) {
      assertEquals(text, Optional.empty(), Spans.parse(text));
    }
  }

  @Test
  public void spansAreWrittenAsGoPrintsThem() {
    assertWrites("0s", Duration.ZERO);
    assertWrites("100ms", Duration.ofMillis(100));
    assertWrites("1.5ms", Duration.ofNanos(1_500_000));
    assertWrites("7µs", Duration.ofNanos(7000));
    assertWrites("9ns", Duration.ofNanos(9));
    assertWrites("2.5s", Duration.ofMillis(2500));
    assertWrites("1m30s", Duration.ofSeconds(90));
    assertWrites("24h0m0s", Duration.ofHours(24));
    assertWrites("-1m0s", Duration.ofMinutes(-1));
  }

  private static void assertReads(String text, Duration span) {
    assertEquals(text, Optional.of(span), Spans.parse(text));
  }

  private static void assertWrites(String text, Duration span) {
    assertEquals(text, Spans.text(span));
    assertEquals(Optional.of(span), Spans.parse(text));
  }
}
