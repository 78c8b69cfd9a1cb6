package io.felucca.registry.toml;

import java.util.List;

/**
 * A value and its place.
 *
 * @param value a String, Long, Double, Boolean, {@link Table}, or a List of items
 * @param place where it was written
 */
public record Item(Object value, Place place) {
  public static Item of(Object value, Place place) {
    return new Item(value, place);
  }

  /** An array of strings, all of them at one place. */
  public static Item strings(List<String> values, Place place) {
    return new Item(values.stream().map(one -> new Item(one, place)).toList(), place);
  }

  public boolean isTable() {
    return value instanceof Table;
  }

  public boolean isArray() {
    return value instanceof List<?>;
  }

  public Table table() {
    return (Table) value;
  }

  @SuppressWarnings("unchecked")
  public List<Item> array() {
    return (List<Item>) value;
  }

  /** Whether it is an array that holds tables and nothing else. */
  public boolean isArrayOfTables() {
    return isArray() && !array().isEmpty() && array().stream().allMatch(Item::isTable);
  }

  /** Whether it is what a missing value would be: empty, zero or false. */
  public boolean isZero() {
    return switch (kind()) {
      case STRING -> value.equals("");
      case INTEGER -> value.equals(0L);
      case FLOAT -> value.equals(0.0);
      case BOOLEAN -> value.equals(false);
      case ARRAY -> array().isEmpty();
      case TABLE -> table().isEmpty();
    };
  }

  /** The kinds of values that TOML has; times are kept as strings. */
  public enum Kind {
    STRING("a string"),
    INTEGER("an integer"),
    FLOAT("a float"),
    BOOLEAN("a boolean"),
    ARRAY("an array"),
    TABLE("a table");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public Kind kind() {
    if (value instanceof String) {
      return Kind.STRING;
    }
    if (value instanceof Long) {
      return Kind.INTEGER;
    }
    if (value instanceof Double) {
      return Kind.FLOAT;
    }
    if (value instanceof Boolean) {
      return Kind.BOOLEAN;
    }
    return isTable() ? Kind.TABLE : Kind.ARRAY;
  }

  /** A copy of which no table is shared. */
  public Item copy() {
    if (isTable()) {
      return new Item(table().copy(), place);
    }
    return isArray() ? new Item(array().stream().map(Item::copy).toList(), place) : this;
  }
}
