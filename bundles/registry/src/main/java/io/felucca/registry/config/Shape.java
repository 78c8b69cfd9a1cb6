package io.felucca.registry.config;

import io.felucca.registry.toml.Item;
import java.util.Map;

/** What may stand in a part of the configuration. */
sealed interface Shape {
  /** A plain value. */
  record Value(Item.Kind kind) implements Shape {}

  /** An array of strings. */
  record Strings() implements Shape {}

  /** A duration as Go writes it. */
  record Duration() implements Shape {}

  /** A table of keys that are known. */
  record Fields(Map<String, Shape> fields) implements Shape {}

  /** A table of any keys, of which each holds the same. */
  record Each(Shape value) implements Shape {}

  /** Whatever there is; others look into it. */
  record Any() implements Shape {}

  Shape STRING = new Value(Item.Kind.STRING);
  Shape INTEGER = new Value(Item.Kind.INTEGER);
  Shape BOOLEAN = new Value(Item.Kind.BOOLEAN);
  Shape STRINGS = new Strings();
}
