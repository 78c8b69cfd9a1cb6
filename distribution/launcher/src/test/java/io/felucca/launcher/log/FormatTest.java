package io.felucca.launcher.log;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.System.Logger.Level;
import java.time.Instant;
import org.junit.Test;

public class FormatTest {
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.000700Z");

  @Test
  public void textQuotesWhatIsNotPlain() {
    assertEquals(
        "time=\"2026-02-03T04:05:06.000700000Z\" level=info msg=\"booted in 0.3s\" address=/run/a.sock why=\"a b\"\n",
        new TextFormat()
            .line(entry(Level.INFO, "booted in 0.3s address=/run/a.sock why=\"a b\"", null)));
  }

  @Test
  public void textKeepsALineALine() {
    assertEquals(
        "time=\"2026-02-03T04:05:06.000700000Z\" level=warning msg=\"a\\nb\\t\\\"c\\\" \\u0007\"\n",
        new TextFormat().line(entry(Level.WARNING, "a\nb\t\"c\" \u0007", null)));
  }

  @Test
  public void jsonSortsItsKeysAndKeepsItsOwn() {
    assertEquals(
        "{\"fields.msg\":\"x\",\"id\":\"7\",\"level\":\"debug\",\"msg\":\"sent\",\"time\":\"2026-02-03T04:05:06.000700000Z\"}\n",
        new JsonFormat().line(entry(Level.DEBUG, "sent id=7 msg=x", null)));
  }

  @Test
  public void errorShowsItsCauseAndItsStack() {
    String line =
        new TextFormat().line(entry(Level.ERROR, "failed", new IllegalStateException("no way")));
    assertTrue(
        line, line.contains("msg=failed error=\"java.lang.IllegalStateException: no way\"\n"));
    assertTrue(line, line.contains("\n\tat io.felucca.launcher.log.FormatTest."));
  }

  @Test
  public void warningShowsItsCauseOnly() {
    String line =
        new JsonFormat().line(entry(Level.WARNING, "failed", new IllegalStateException("no way")));
    assertTrue(
        line,
        line.startsWith(
            "{\"error\":\"java.lang.IllegalStateException: no way\",\"level\":\"warning\""));
    assertEquals(-1, line.indexOf("stack"));
  }

  private static Entry entry(Level level, String text, Throwable thrown) {
    return Entry.of(TIME, level, text, thrown);
  }
}
