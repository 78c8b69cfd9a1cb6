package io.felucca.launcher.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;

/**
 * What is to be logged, taken apart.
 *
 * @param message the text without its fields
 * @param fields key and value pairs in the order of the message
 * @param stack the stack trace, empty if there is none to show
 */
record Entry(Instant time, Level level, String message, Map<String, String> fields, String stack) {

  /** Splits the fields off the message and adds the throwable as the field {@code error}. */
  static Entry of(Instant time, Level level, String text, Throwable thrown) {
    Fields fields = Fields.of(text);
    if (thrown != null) {
      fields.values().put("error", thrown.toString());
    }
    return new Entry(time, level, fields.message(), fields.values(), stack(level, thrown));
  }

  /** Stack traces go with errors, and with anything when the log is turned up to debug. */
  private static String stack(Level level, Throwable thrown) {
    boolean wanted = level == Level.ERROR || Settings.now().shows(Level.DEBUG);
    if (thrown == null || !wanted) {
      return "";
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** The level in logrus' words. */
  String levelName() {
    switch (level) {
      case TRACE:
        return "trace";
      case DEBUG:
        return "debug";
      case WARNING:
        return "warning";
      case ERROR:
        return "error";
      default:
        return "info";
    }
  }
}
