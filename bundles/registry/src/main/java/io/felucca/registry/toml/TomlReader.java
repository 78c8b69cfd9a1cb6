package io.felucca.registry.toml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads TOML; the only class that knows the parser. */
public final class TomlReader {
  private final String source;

  private TomlReader(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @throws Problems with one problem for each error that the parser found
   */
  public static Table read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  /** Reads a text that stands in {@code source}. */
  public static Table parse(String source, String text) {
    TomlParseResult parsed = Toml.parse(text);
    TomlReader reader = new TomlReader(source);
    if (parsed.hasErrors()) {
      throw new Problems(parsed.errors().stream().map(reader::problem).toList());
    }
    return reader.table(parsed);
  }

  private Problem problem(TomlParseError error) {
    Place place = place(error.position());
    return Problem.error(
        place,
        "failed to unmarshal TOML at row "
            + place.line()
            + " column "
            + place.column()
            + ": "
            + error.getMessage());
  }

  private Table table(TomlTable from) {
    Table table = new Table();
    for (String key : from.keySet()) {
      List<String> path = List.of(key);
      table.put(key, item(from.get(path), place(from.inputPositionOf(path))));
    }
    return table;
  }

  private Item item(Object value, Place place) {
    if (value instanceof TomlTable table) {
      return new Item(table(table), place);
    }
    if (value instanceof TomlArray array) {
      return new Item(array(array), place);
    }
    boolean plain = value instanceof Long || value instanceof Double || value instanceof Boolean;
    return new Item(plain ? value : value.toString(), place);
  }

  private List<Item> array(TomlArray from) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      items.add(item(from.get(i), place(from.inputPositionOf(i))));
    }
    return List.copyOf(items);
  }

  private Place place(TomlPosition position) {
    return position == null
        ? Place.of(source)
        : new Place(source, position.line(), position.column());
  }
}
