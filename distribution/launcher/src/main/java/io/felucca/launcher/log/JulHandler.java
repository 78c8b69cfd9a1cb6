package io.felucca.launcher.log;

import java.lang.System.Logger.Level;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Passes records of java.util.logging on to our log, with the name of their logger as a field. */
public final class JulHandler extends Handler {
  private final SimpleFormatter formatter = new SimpleFormatter();

  /** For {@link java.util.logging.LogManager}. */
  public JulHandler() {}

  @Override
  public void publish(LogRecord record) {
    String name = String.valueOf(record.getLoggerName());
    String message = formatter.formatMessage(record) + " logger=" + name;
    new Log(name).log(level(record), message, record.getThrown());
  }

  static Level level(LogRecord record) {
    return isHangUp(record) ? Level.DEBUG : level(record.getLevel().intValue());
  }

  /** A client has left a call whose answer was on its way, which gRPC warns of. */
  private static boolean isHangUp(LogRecord record) {
    Throwable why = record.getThrown();
    return "Stream Error".equals(record.getMessage())
        && why != null
        && String.valueOf(why.getMessage()).startsWith("Stream closed before write");
  }

  private static Level level(int value) {
    if (value >= java.util.logging.Level.SEVERE.intValue()) {
      return Level.ERROR;
    }
    if (value >= java.util.logging.Level.WARNING.intValue()) {
      return Level.WARNING;
    }
    return value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
