package io.felucca.registry.toml;

import java.util.ArrayList;
import java.util.List;

/** Reads JSON text as items, all of them at one place: the reverse of {@link Json}. */
public final class JsonReader {
  private final String text;
  private final Place place;
  private int at;

  private JsonReader(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /**
   * Reads one value; {@code null} inside of objects is left out.
   *
   * @throws IllegalArgumentException where the text is no JSON
   */
  public static Item read(String text, Place place) {
    JsonReader reader = new JsonReader(text, place);
    Item item = reader.value();
    if (reader.peek() != 0) {
      throw reader.wrong();
    }
    return item;
  }

  private char peek() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong();
    }
    at++;
  }

  private boolean take(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON at character " + at + " of " + text);
  }

  private Item value() {
    return switch (peek()) {
      case '{' -> new Item(object(), place);
      case '[' -> new Item(array(), place);
      case '"' -> new Item(string(), place);
      default -> new Item(word(), place);
    };
  }

  private Table object() {
    Table table = new Table();
    expect('{');
    while (!take('}')) {
      String key = string();
      expect(':');
      Item item = value();
      if (item.value() != null) {
        table.put(key, item);
      }
      if (peek() != '}') {
        expect(',');
      }
    }
    return table;
  }

  private List<Item> array() {
    List<Item> items = new ArrayList<>();
    expect('[');
    while (!take(']')) {
      items.add(value());
      if (peek() != ']') {
        expect(',');
      }
    }
    return List.copyOf(items);
  }

  private String string() {
    expect('"');
    StringBuilder read = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      read.append(c == '\\' ? escape() : c);
    }
    expect('"');
    return read.toString();
  }

  private char escape() {
    if (at >= text.length()) {
      throw wrong();
    }
    char c = text.charAt(at++);
    if (c == 'u' && at + 4 <= text.length()) {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    int special = "nrtbf".indexOf(c);
    return special < 0 ? c : "\n\r\t\b\f".charAt(special);
  }

  private Object word() {
    int from = at;
    while (at < text.length() && ",]} \n\t\r".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(from, at);
    return switch (word) {
      case "true", "false" -> Boolean.valueOf(word);
      case "null" -> null;
      default -> number(word);
    };
  }

  private Object number(String word) {
    try {
      return word.matches("-?[0-9]+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }
}
