package io.felucca.registry;

import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.toml.Item;

/** Hands {@code [debug]} to the log, which follows two system properties. */
final class LogSettings {
  private LogSettings() {}

  static void apply(DaemonConfig config) {
    set("felucca.log.level", config.table().at("debug", "level"));
    set("felucca.log.format", config.table().at("debug", "format"));
  }

  private static void set(String property, Item value) {
    if (value != null && value.value() instanceof String text) {
      System.setProperty(property, text);
    }
  }
}
