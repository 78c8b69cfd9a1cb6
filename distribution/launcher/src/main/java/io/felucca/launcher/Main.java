package io.felucca.launcher;

import io.felucca.launcher.log.Console;
import io.felucca.launcher.log.JulSetup;
import java.lang.System.Logger.Level;

/**
 * The program {@code feluccad}: a sub-command that needs no daemon, or the daemon itself.
 *
 * <p>Exit codes: 0 after a stop that was asked for, 1 when the boot failed (one line on standard
 * error says why), and whatever a sub-command answers.
 */
public final class Main {
  private Main() {}

  /** Runs what the command line asks for and ends the process with its exit code. */
  public static void main(String[] args) {
    JulSetup.install();
    int code = SubCommand.run(args);
    System.exit(code == SubCommand.NONE ? daemon(args) : code);
  }

  private static int daemon(String[] args) {
    Signals signals = Signals.caught();
    Console.capture();
    try {
      return new Daemon(Installation.find(), args, signals).run();
    } catch (BootException e) {
      Complaint.print(e.getMessage());
    } catch (Exception | LinkageError e) {
      LauncherLog.say(Level.ERROR, "the launcher failed", e);
      Complaint.print(e.toString());
    }
    return 1;
  }
}
