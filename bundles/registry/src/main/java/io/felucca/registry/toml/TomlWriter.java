package io.felucca.registry.toml;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a table as containerd writes its configuration: values before tables, tables indented by
 * two blanks a level, strings in single quotes.
 */
public final class TomlWriter {
  private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();
  private final Function<Item, String> comment;

  private TomlWriter(Function<Item, String> comment) {
    this.comment = comment;
  }

  public static String write(Table table) {
    return write(table, item -> "");
  }

  /** The same, with what {@code comment} has to say of a value behind it. */
  public static String write(Table table, Function<Item, String> comment) {
    TomlWriter writer = new TomlWriter(comment);
    writer.content(table, "", "");
    return writer.out.toString();
  }

  /** Values first; then tables, with an empty line before each that something stands before. */
  private void content(Table table, String path, String indent) {
    boolean first = true;
    for (Map.Entry<String, Item> entry : table.entries()) {
      if (!isSection(entry.getValue())) {
        value(entry.getKey(), entry.getValue(), indent);
        first = false;
      }
    }
    for (Map.Entry<String, Item> entry : table.entries()) {
      if (isSection(entry.getValue())) {
        String name = path.isEmpty() ? key(entry.getKey()) : path + "." + key(entry.getKey());
        sections(entry.getValue(), name, indent, first);
        first = false;
      }
    }
  }

  private void value(String key, Item item, String indent) {
    out.append(indent).append(key(key)).append(" = ").append(text(item));
    String said = comment.apply(item);
    out.append(said.isEmpty() ? "\n" : "  # " + said + "\n");
  }

  private static boolean isSection(Item item) {
    return item.isTable() || item.isArrayOfTables();
  }

  private void sections(Item item, String name, String indent, boolean first) {
    boolean single = item.isTable();
    String header = single ? "[" + name + "]\n" : "[[" + name + "]]\n";
    boolean close = first;
    for (Item one : single ? List.of(item) : item.array()) {
      out.append(close ? "" : "\n").append(indent).append(header);
      content(one.table(), name, indent + INDENT);
      close = false;
    }
  }

  /** A key as it stands in TOML: bare or quoted. */
  static String key(String key) {
    return BARE_KEY.matcher(key).matches() ? key : quoted(key);
  }

  /** A value as it stands in TOML, on one line. */
  public static String text(Item item) {
    return switch (item.kind()) {
      case STRING -> quoted((String) item.value());
      case FLOAT -> number((Double) item.value());
      case ARRAY -> list(item.array());
      case TABLE -> inline(item.table());
      default -> item.value().toString();
    };
  }

  private static String number(double value) {
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    return Double.toString(value);
  }

  private static String list(List<Item> items) {
    return items.stream().map(TomlWriter::text).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String inline(Table table) {
    return table.entries().stream()
        .map(entry -> key(entry.getKey()) + " = " + text(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String text) {
    boolean plain = text.chars().allMatch(c -> c != '\'' && (c >= ' ' || c == '\t') && c != 0x7f);
    return plain ? "'" + text + "'" : "\"" + escaped(text) + "\"";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\t' -> escaped.append("\\t");
        case '\r' -> escaped.append("\\r");
        default ->
            escaped.append(isControl(c) ? String.format(Locale.ROOT, "\\u%04X", (int) c) : c);
      }
    }
    return escaped.toString();
  }

  private static boolean isControl(char c) {
    return c < ' ' || c == 0x7f;
  }
}
