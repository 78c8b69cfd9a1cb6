package io.felucca.linux;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Signals by number and name: signal(7). The numbers are those of x86_64 and aarch64. */
public final class Signals {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGUSR2 = 12;
  public static final int SIGPIPE = 13;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGWINCH = 28;

  private static final List<String> NAMES =
      Arrays.asList(
          ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT"
                  + " STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
              .split(" "));

  /** The first one free for programs; the C library keeps 32 and 33. */
  private static final int RTMIN = 34;

  private static final int RTMAX = 64;

  private Signals() {}

  /**
   * The number of a signal.
   *
   * @param text a name with or without SIG in any case, {@code RTMIN+3}, {@code RTMAX-1}, or a
   *     number
   * @throws IllegalArgumentException if there is no such signal
   */
  public static int parse(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    int number = number(name);
    if (number < 1 || number > RTMAX) {
      throw new IllegalArgumentException("unknown signal \"" + text + "\"");
    }
    return number;
  }

  private static int number(String name) {
    try {
      if (name.startsWith("RTMIN")) {
        return RTMIN + offset(name.substring(5));
      }
      if (name.startsWith("RTMAX")) {
        return RTMAX + offset(name.substring(5));
      }
      return Character.isDigit(name.isEmpty() ? ' ' : name.charAt(0))
          ? Integer.parseInt(name)
          : alias(name);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static int offset(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static int alias(String name) {
    return switch (name) {
      case "IOT" -> NAMES.indexOf("ABRT") + 1;
      case "CLD" -> NAMES.indexOf("CHLD") + 1;
      case "POLL" -> NAMES.indexOf("IO") + 1;
      default -> NAMES.indexOf(name) + 1;
    };
  }

  /** The name with SIG, {@code SIGRTMIN+n} for real-time signals. */
  public static String name(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return "SIG" + NAMES.get(number - 1);
    }
    return number >= RTMIN && number <= RTMAX ? "SIGRTMIN+" + (number - RTMIN) : "SIG" + number;
  }
}
