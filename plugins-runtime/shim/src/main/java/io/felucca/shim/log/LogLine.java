package io.felucca.shim.log;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of a shim. Those of Go's logrus ({@code time="..." level=info msg="..." id=a}) are taken
 * apart, so that they become lines of the daemon like any other; others stay as they are.
 *
 * @param text what is told, with fields at its end
 */
public record LogLine(Level level, String text) {
  /**
   * Reads a line.
   *
   * @param more fields that are added, each {@code key=value}, where the line does not have them
   */
  public static LogLine read(String line, Map<String, String> more) {
    Map<String, String> fields = fields(line);
    String message = fields.remove("msg");
    if (message == null) {
      fields = new LinkedHashMap<>();
    }
    fields.remove("time");
    String level = fields.remove("level");
    more.forEach(fields::putIfAbsent);
    StringBuilder text = new StringBuilder(message == null ? line : unquoted(message));
    fields.forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
    return new LogLine(level(level), text.toString());
  }

  private static Level level(String name) {
    return switch (name == null ? "" : name) {
      case "trace", "debug" -> Level.DEBUG;
      case "warning", "warn" -> Level.WARNING;
      case "error", "fatal", "panic" -> Level.ERROR;
      default -> Level.INFO;
    };
  }

  /** The values as they stand there, quotes and all; ends where the form does. */
  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    int at = 0;
    while (at < line.length()) {
      int equals = line.indexOf('=', at);
      if (equals <= at || line.substring(at, equals).contains(" ")) {
        break;
      }
      int end = valueEnd(line, equals + 1);
      fields.put(line.substring(at, equals), line.substring(equals + 1, end));
      at = end + 1;
    }
    return fields;
  }

  private static int valueEnd(String line, int from) {
    if (from < line.length() && line.charAt(from) == '"') {
      int end = from + 1;
      while (end < line.length() && line.charAt(end) != '"') {
        end += line.charAt(end) == '\\' ? 2 : 1;
      }
      return Math.min(end + 1, line.length());
    }
    int space = line.indexOf(' ', from);
    return space < 0 ? line.length() : space;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted
        ? value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
        : value;
  }
}
