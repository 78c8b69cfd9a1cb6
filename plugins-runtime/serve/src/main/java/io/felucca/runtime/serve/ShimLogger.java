package io.felucca.runtime.serve;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * A logger that writes the lines which containerd expects of a shim: {@code time="..." level=info
 * msg="..." key=value}.
 */
final class ShimLogger implements System.Logger {
  private final String name;

  ShimLogger(String name) {
    this.name = name;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level.getSeverity() >= ShimLog.threshold().getSeverity();
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
    if (isLoggable(level)) {
      ShimLog.write(line(Instant.now(), level, String.valueOf(message), thrown));
    }
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... params) {
    if (isLoggable(level)) {
      boolean plain = params == null || params.length == 0;
      log(level, null, plain ? format : MessageFormat.format(format, params), (Throwable) null);
    }
  }

  static String line(Instant time, System.Logger.Level level, String message, Throwable thrown) {
    int fields = fieldsStart(message);
    StringBuilder line =
        new StringBuilder("time=\"")
            .append(time.truncatedTo(ChronoUnit.MICROS))
            .append("\" level=")
            .append(level.getName().toLowerCase(Locale.ROOT))
            .append(" msg=")
            .append(quoted(message.substring(0, fields)))
            .append(message, fields, message.length())
            .append(" runtime=io.containerd.felucca.v2");
    if (thrown != null) {
      line.append(" error=").append(quoted(thrown.toString()));
    }
    return line.append('\n').append(stack(level, thrown)).toString();
  }

  private static String stack(System.Logger.Level level, Throwable thrown) {
    boolean wanted =
        level == System.Logger.Level.ERROR || ShimLog.threshold() == System.Logger.Level.DEBUG;
    if (thrown == null || !wanted) {
      return "";
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** Where the {@code key=value} pairs begin that end the message, with the blank before them. */
  private static int fieldsStart(String message) {
    int start = message.length();
    for (int blank = message.lastIndexOf(' ', start - 1); blank > 0; ) {
      int equals = message.indexOf('=', blank);
      if (equals <= blank + 1 || equals > start) {
        break;
      }
      start = blank;
      blank = message.lastIndexOf(' ', start - 1);
    }
    return start;
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }
}
