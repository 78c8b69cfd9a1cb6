package io.felucca.runtime.serve;

/** Makes the process's loggers ours; found by the Java runtime through META-INF/services. */
public final class ShimLoggers extends System.LoggerFinder {
  /** For the service loader. */
  public ShimLoggers() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new ShimLogger(name);
  }
}
