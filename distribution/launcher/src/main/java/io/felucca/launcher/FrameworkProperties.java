package io.felucca.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What the framework is told: the fixed part from {@code framework.properties} beside this class,
 * and this start's own part.
 *
 * <p>Bundles find there: {@code felucca.home}, the installation; {@code felucca.args}, the daemon's
 * command line, joined by NUL.
 */
final class FrameworkProperties {
  private FrameworkProperties() {}

  static Map<String, String> of(Path home, String[] args, Path storage) throws IOException {
    Map<String, Object> all = new HashMap<>();
    fixed().forEach((key, value) -> all.put((String) key, value));
    all.put("org.osgi.framework.storage", storage.toString());
    all.put("felix.log.logger", new FrameworkLog());
    all.put("felucca.home", home.toString());
    all.put("felucca.args", String.join("\0", args));
    return asFelixWants(all);
  }

  /** Felix takes its logger as an object, in a map that it declares to be one of strings. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, String> asFelixWants(Map all) {
    return all;
  }

  private static Properties fixed() throws IOException {
    Properties fixed = new Properties();
    try (InputStream in = FrameworkProperties.class.getResourceAsStream("framework.properties")) {
      fixed.load(in);
    }
    return fixed;
  }
}
