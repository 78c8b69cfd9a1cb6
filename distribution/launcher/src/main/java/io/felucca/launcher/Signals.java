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
  private volatile Life life;
  private volatile Reload reload;

  private Signals() {}

  /** Catches the signals from now on; as long as there is no daemon yet, to stop is to exit. */
  static Signals caught() {
    Signals signals = new Signals();
    on("TERM", signals::stop);
    on("INT", signals::stop);
    on("HUP", signals::reload);
    on("USR1", StackDump::logAndWrite);
    return signals;
  }

  /** Says whom they are for. */
  void direct(Life life, Reload reload) {
    this.reload = reload;
    this.life = life;
  }

  private void stop() {
    Life target = life;
    if (target == null) {
      System.exit(0);
    } else {
      target.stop();
    }
  }

  private void reload() {
    Reload target = reload;
    if (target == null || !target.run()) {
      LauncherLog.say(Level.WARNING, "nothing to reload yet, signal dropped signal=HUP");
    }
  }

  /** A handler runs in a thread of its own, so it may block. */
  @SuppressWarnings("sunapi") // the only way to hear of a signal without native code
  private static void on(String name, Runnable action) {
    try {
      SignalHandler before = Signal.handle(new Signal(name), signal -> action.run());
      if (SignalHandler.SIG_IGN.equals(before)) {
        LauncherLog.say(
            Level.INFO, "signal stays ignored, as it was at the start (nohup?) signal=" + name);
      }
    } catch (IllegalArgumentException e) {
      LauncherLog.say(Level.WARNING, "signal cannot be handled signal=" + name, e);
    }
  }
}
