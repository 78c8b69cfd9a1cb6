package io.felucca.launcher;

import java.lang.System.Logger.Level;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What the daemon does on signals: TERM and INT stop it, HUP reloads and never kills, USR1 dumps
 * all stacks.
 *
 * <p>PIPE is left to the Java runtime, which catches and drops it; were it set to be ignored,
 * containers would inherit that.
 */
final class Signals {
  private Signals() {}

  static void handle(Life life, Reload reload) {
    on("TERM", life::stop);
    on("INT", life::stop);
    on("HUP", reload::run);
    on("USR1", StackDump::logAndWrite);
  }

  /** A handler runs in a thread of its own, so it may block. */
  @SuppressWarnings("sunapi") // the only way to hear of a signal without native code
  private static void on(String name, Runnable action) {
    try {
      SignalHandler before = Signal.handle(new Signal(name), signal -> action.run());
      if (SignalHandler.SIG_IGN.equals(before)) {
        LauncherLog.say(
            Level.DEBUG,
            "signal stays ignored, as it was when the daemon was started (nohup?) signal=" + name);
      }
    } catch (IllegalArgumentException e) {
      LauncherLog.say(Level.WARNING, "signal cannot be handled signal=" + name, e);
    }
  }
}
