package io.felucca.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the daemon keeps what need not outlive a reboot, as far as it can be told before the
 * framework runs.
 *
 * <p>The registry alone understands the configuration. The launcher only looks for a place of this
 * daemon's own for the framework's bundle cache: the flag {@code --state}, else the key {@code
 * state} at the head of the configuration file, else the default. A wrong guess costs nothing but
 * tidiness, since a cache is never shared (see {@link BundleCache}).
 */
final class StateFolder {
  private static final String DEFAULT_CONFIG = "/etc/containerd/config.toml";
  private static final String DEFAULT_STATE = "/run/containerd";

  private StateFolder() {}

  static Path of(String[] args) {
    String state = flag(args, "state");
    if (state == null) {
      String config = flag(args, "config");
      config = config == null ? flag(args, "c") : config;
      state = configured(Path.of(config == null ? DEFAULT_CONFIG : config));
    }
    return Path.of(state == null ? DEFAULT_STATE : state);
  }

  /**
   * The value of {@code --name value}, {@code --name=value} or the same with one dash; null if
   * there is none.
   */
  private static String flag(String[] args, String name) {
    for (int i = 0; i < args.length; i++) {
      String word = args[i].startsWith("--") ? args[i].substring(1) : args[i];
      if (word.equals("-" + name) && i + 1 < args.length) {
        return args[i + 1];
      }
      if (word.startsWith("-" + name + "=")) {
        return word.substring(name.length() + 2);
      }
    }
    return null;
  }

  private static String configured(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        String entry = line.strip();
        if (entry.startsWith("[")) {
          return null;
        }
        int equals = entry.indexOf('=');
        if (equals > 0 && entry.substring(0, equals).strip().equals("state")) {
          return quoted(entry.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      // No file, or one that the registry will complain about in its own words.
    }
    return null;
  }

  /** The text of a TOML string of one line without escapes; null for anything else. */
  private static String quoted(String value) {
    boolean isString = value.startsWith("\"") || value.startsWith("'");
    int end = isString ? value.indexOf(value.charAt(0), 1) : -1;
    String text = end > 1 ? value.substring(1, end) : null;
    return text == null || text.indexOf('\\') >= 0 ? null : text;
  }
}
