package io.felucca.registry.toml;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables and arrays as JSON text, in which form plugins get what has keys of its own. */
public final class Json {
  private Json() {}

  public static String of(Item item) {
    StringBuilder out = new StringBuilder();
    write(item, out);
    return out.toString();
  }

  private static void write(Item item, StringBuilder out) {
    switch (item.kind()) {
      case TABLE -> object(item.table(), out);
      case ARRAY -> array(item.array(), out);
      case STRING -> string((String) item.value(), out);
      default -> out.append(item.value());
    }
  }

  private static void object(Table table, StringBuilder out) {
    String comma = "";
    out.append('{');
    for (Map.Entry<String, Item> entry : table.entries()) {
      out.append(comma);
      string(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), out);
      comma = ",";
    }
    out.append('}');
  }

  private static void array(List<Item> items, StringBuilder out) {
    String comma = "";
    out.append('[');
    for (Item item : items) {
      out.append(comma);
      write(item, out);
      comma = ",";
    }
    out.append(']');
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
