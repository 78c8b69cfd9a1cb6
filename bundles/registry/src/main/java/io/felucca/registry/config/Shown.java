package io.felucca.registry.config;

import io.felucca.registry.toml.Item;

/** A value in words, for messages. */
final class Shown {
  private static final int LONGEST = 40;

  private Shown() {}

  static String of(Item item) {
    if (item.isTable() || item.isArray()) {
      return item.kind().toString();
    }
    String text = item.value().toString();
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return item.kind() + (item.value() instanceof String ? " (\"" + cut + "\")" : " (" + cut + ")");
  }
}
