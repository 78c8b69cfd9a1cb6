package io.felucca.launcher.log;

import static org.junit.Assert.assertEquals;

import java.lang.System.Logger.Level;
import java.util.logging.LogRecord;
import org.junit.Test;

public class JulHandlerTest {
  private static Level level(java.util.logging.Level level, String message, String why) {
    LogRecord record = new LogRecord(level, message);
    record.setThrown(why == null ? null : new IllegalStateException(why));
    return JulHandler.level(record);
  }

  @Test
  public void levelsAreThoseOfOurs() {
    assertEquals(Level.ERROR, level(java.util.logging.Level.SEVERE, "x", null));
    assertEquals(Level.WARNING, level(java.util.logging.Level.WARNING, "x", null));
    assertEquals(Level.INFO, level(java.util.logging.Level.INFO, "x", null));
    assertEquals(Level.DEBUG, level(java.util.logging.Level.FINE, "x", null));
  }

  @Test
  public void clientThatLeavesACallIsNoWarning() {
    java.util.logging.Level warning = java.util.logging.Level.WARNING;
    String closed = "Stream closed before write could take place";
    assertEquals(Level.DEBUG, level(warning, "Stream Error", closed));
    assertEquals(Level.WARNING, level(warning, "Stream Error", "header list too long"));
    assertEquals(Level.WARNING, level(warning, "Stream Error", null));
    assertEquals(Level.WARNING, level(warning, "Connection Error", closed));
  }
}
