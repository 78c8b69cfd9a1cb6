package io.felucca.launcher.log;

/**
 * Makes the process's loggers ours; found by the Java runtime through {@code META-INF/services}.
 */
public final class LogFinder extends System.LoggerFinder {
  /** For the service loader. */
  public LogFinder() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Log(name);
  }
}
