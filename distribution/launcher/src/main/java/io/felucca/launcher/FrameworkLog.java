package io.felucca.launcher;

import java.lang.System.Logger.Level;
import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The framework's own messages as log lines of the daemon. */
final class FrameworkLog extends Logger {
  private static final Level[] LEVELS = {
    Level.OFF, Level.ERROR, Level.WARNING, Level.INFO, Level.DEBUG
  };

  @Override
  protected void doLog(
      Bundle bundle, ServiceReference service, int level, String message, Throwable thrown) {
    String about = bundle == null ? "" : " bundle=" + bundle.getSymbolicName();
    LauncherLog.say(
        LEVELS[Math.max(1, Math.min(level, LEVELS.length - 1))], message + about, thrown);
  }
}
