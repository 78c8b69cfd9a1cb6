package io.felucca.runtime.serve;

import static org.junit.Assert.assertEquals;

import java.time.Instant;
import org.junit.Test;

public class ShimLoggerTest {
  private static String line(String message) {
    return ShimLogger.line(
        Instant.parse("2026-01-02T03:04:05Z"), System.Logger.Level.INFO, message, null);
  }

  private static String expected(String rest) {
    return "time=\"2026-01-02T03:04:05Z\" level=info "
        + rest
        + " runtime=io.containerd.felucca.v2\n";
  }

  @Test
  public void fieldsAtTheEndOfAMessageStayFields() {
    assertEquals(expected("msg=\"it went\" id=c a=b"), line("it went id=c a=b"));
  }

  @Test
  public void whatIsInTheMiddleIsNoField() {
    assertEquals(expected("msg=\"a=b went\""), line("a=b went"));
    assertEquals(expected("msg=\"said \\\"x\\\"\" id=c"), line("said \"x\" id=c"));
    assertEquals(expected("msg=\"\""), line(""));
  }
}
