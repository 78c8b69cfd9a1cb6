package io.felucca.launcher;

import java.lang.System.Logger.Level;

/**
 * The launcher's own log lines. The logger is fetched only when there is something to say: the
 * first one of a process costs the launcher a tenth of its time ({@link WarmUp} fetches it aside).
 */
final class LauncherLog {
  private LauncherLog() {}

  static void say(Level level, String message) {
    System.getLogger("launcher").log(level, message);
  }

  static void say(Level level, String message, Throwable thrown) {
    System.getLogger("launcher").log(level, message, thrown);
  }
}
