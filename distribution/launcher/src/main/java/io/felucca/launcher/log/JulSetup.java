package io.felucca.launcher.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Leads java.util.logging to our log: named by {@code java.util.logging.config.class}, so it costs
 * nothing until a third-party bundle asks for such a logger. These are heard from warning on: what
 * gRPC and netty tell below that is of no use to an operator.
 */
public final class JulSetup {
  /** Called by {@link LogManager} instead of reading a configuration file. */
  public JulSetup() throws IOException {
    String configuration = "handlers=" + JulHandler.class.getName() + "\n.level=WARNING\n";
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(configuration.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** To be called before anything logs. */
  public static void install() {
    if (System.getProperty("java.util.logging.config.file") == null) {
      System.setProperty("java.util.logging.config.class", JulSetup.class.getName());
    }
  }
}
