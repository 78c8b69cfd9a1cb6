package io.felucca.launcher.log;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.junit.After;
import org.junit.Test;

public class LogTest {
  private final Logger log = System.getLogger("test");

  @After
  public void tearDown() {
    System.clearProperty("felucca.log.level");
  }

  @Test
  public void processHasOurLoggers() {
    assertEquals(Log.class, new LogFinder().getLogger("x", LogTest.class.getModule()).getClass());
    assertEquals("test", log.getName());
  }

  @Test
  public void infoIsTheLevelUnlessSaidOtherwise() {
    assertTrue(log.isLoggable(Level.INFO));
    assertFalse(log.isLoggable(Level.DEBUG));
  }

  @Test
  public void levelChangesAtRunTime() {
    System.setProperty("felucca.log.level", "trace");
    assertTrue(log.isLoggable(Level.TRACE));
    System.setProperty("felucca.log.level", "warn");
    assertFalse(log.isLoggable(Level.INFO));
    assertTrue(log.isLoggable(Level.WARNING));
    System.setProperty("felucca.log.level", "panic");
    assertFalse(log.isLoggable(Level.ERROR));
  }
}
