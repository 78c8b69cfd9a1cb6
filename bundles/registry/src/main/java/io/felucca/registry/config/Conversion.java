package io.felucca.registry.config;

import io.felucca.registry.declare.Key;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Json;
import java.lang.reflect.Array;
import java.util.List;

/** Makes of a value what Declarative Services hands to a component. */
final class Conversion {
  private Conversion() {}

  /** The value for a key; null where it is of another type. */
  static Object convert(Key key, Item item) {
    if (key.type() == Key.Type.JSON && !key.array()) {
      return json(item);
    }
    if (!key.array()) {
      return single(key.type(), item);
    }
    return item.isArray() ? several(key.type(), item.array()) : null;
  }

  /** In words, for messages. */
  static String wanted(Key key) {
    String one =
        switch (key.type()) {
          case STRING -> "string";
          case BOOLEAN -> "boolean";
          case INTEGER, LONG -> "integer";
          case DOUBLE -> "float";
          case JSON -> "table";
        };
    if (key.type() == Key.Type.JSON) {
      return "a table or an array of tables";
    }
    return key.array() ? "an array of " + one + "s" : ("integer".equals(one) ? "an " : "a ") + one;
  }

  private static Object json(Item item) {
    return item.isTable() || item.isArray()
        ? Json.of(item)
        : item.value() instanceof String text && text.matches("(?s)[\\[{].*") ? text : null;
  }

  private static Object single(Key.Type type, Item item) {
    return switch (type) {
      case STRING -> item.value() instanceof String ? item.value() : null;
      case BOOLEAN -> item.value() instanceof Boolean ? item.value() : null;
      case INTEGER -> item.value() instanceof Long number && fits(number) ? number : null;
      case LONG -> item.value() instanceof Long ? item.value() : null;
      case DOUBLE -> item.value() instanceof Number number ? (Object) number.doubleValue() : null;
      case JSON -> item.isTable() ? Json.of(item) : null;
    };
  }

  /** It stays a Long: Declarative Services makes of it what the component declares. */
  private static boolean fits(long number) {
    return number == (int) number;
  }

  private static Object several(Key.Type type, List<Item> items) {
    Object array = Array.newInstance(javaType(type), items.size());
    for (int i = 0; i < items.size(); i++) {
      Object one = single(type, items.get(i));
      if (one == null) {
        return null;
      }
      Array.set(array, i, one);
    }
    return array;
  }

  private static Class<?> javaType(Key.Type type) {
    return switch (type) {
      case STRING, JSON -> String.class;
      case BOOLEAN -> Boolean.class;
      case INTEGER, LONG -> Long.class;
      case DOUBLE -> Double.class;
    };
  }

  /** A value for a component that takes any keys. */
  static Object untyped(Item item) {
    if (item.isTable() || item.isArrayOfTables()) {
      return Json.of(item);
    }
    return item.isArray()
        ? item.array().stream().map(one -> one.value().toString()).toArray(String[]::new)
        : item.value();
  }
}
