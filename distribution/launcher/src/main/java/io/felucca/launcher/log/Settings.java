package io.felucca.launcher.log;

import java.lang.System.Logger.Level;

/** Level and format as two system properties say at the moment. */
final class Settings {
  private static final String LEVEL = "felucca.log.level";
  private static final String FORMAT = "felucca.log.format";

  private static volatile Settings current = new Settings("", "");

  private final String levelName;
  private final String formatName;
  private final int threshold;
  private final Format format;

  private Settings(String levelName, String formatName) {
    this.levelName = levelName;
    this.formatName = formatName;
    this.threshold = threshold(levelName);
    this.format = formatName.equals("json") ? new JsonFormat() : new TextFormat();
  }

  static Settings now() {
    String level = System.getProperty(LEVEL, "");
    String format = System.getProperty(FORMAT, "");
    Settings last = current;
    if (last.levelName.equals(level) && last.formatName.equals(format)) {
      return last;
    }
    Settings changed = new Settings(level, format);
    current = changed;
    return changed;
  }

  /** containerd's level names; nothing here is as grave as its fatal and panic. */
  private static int threshold(String name) {
    switch (name) {
      case "trace":
        return Level.TRACE.getSeverity();
      case "debug":
        return Level.DEBUG.getSeverity();
      case "warn":
      case "warning":
        return Level.WARNING.getSeverity();
      case "error":
        return Level.ERROR.getSeverity();
      case "fatal":
      case "panic":
        return Level.OFF.getSeverity();
      default:
        return Level.INFO.getSeverity();
    }
  }

  boolean shows(Level level) {
    return level != Level.OFF && level.getSeverity() >= threshold;
  }

  Format format() {
    return format;
  }
}
