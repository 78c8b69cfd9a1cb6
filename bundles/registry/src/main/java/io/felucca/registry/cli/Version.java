package io.felucca.registry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version line, of the shape that tools read from containerd's. */
final class Version {
  private Version() {}

  static String line() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "containerd github.com/containerd/containerd/v2 "
        + build.getProperty("version")
        + " "
        + build.getProperty("revision");
  }
}
