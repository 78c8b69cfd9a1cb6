package io.felucca.shim.log;

import static org.junit.Assert.assertEquals;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.junit.Test;

public class LogLineTest {
  private static LogLine read(String line) {
    return LogLine.read(line, Map.of("id", "a"));
  }

  @Test
  public void logrusLineIsTakenApart() {
    assertEquals(
        new LogLine(Level.ERROR, "it \"broke\" pid=7 error=\"no \\\"way\\\"\" id=a"),
        read("time=\"x\" level=error msg=\"it \\\"broke\\\"\" pid=7 error=\"no \\\"way\\\"\""));
    assertEquals(new LogLine(Level.WARNING, "short id=b"), read("level=warning msg=short id=b"));
    assertEquals(Level.DEBUG, read("time=x level=debug msg=y").level());
  }

  @Test
  public void otherLinesStayAsTheyAre() {
    for (String line : new String[] {"plain text", "a=b c", "x = 1", "=", "panic: level=none"}) {
      assertEquals(new LogLine(Level.INFO, line + " id=a"), read(line));
    }
  }

  @Test
  public void brokenLinesDoNoHarm() {
    assertEquals("open id=a", read("level=info msg=\"open").text().replace("\"", ""));
    read("msg=\"\\");
    read("msg=");
    read("");
  }
}
