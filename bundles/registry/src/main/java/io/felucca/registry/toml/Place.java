package io.felucca.registry.toml;

/**
 * Where a value was written.
 *
 * @param source the file, or words such as {@code default} or {@code flag --root}
 * @param line counted from 1; 0 where the source has none
 * @param column counted from 1
 */
public record Place(String source, int line, int column) implements Comparable<Place> {
  /** A place that is no file. */
  public static Place of(String source) {
    return new Place(source, 0, 0);
  }

  /** By source, then as one reads. */
  @Override
  public int compareTo(Place other) {
    int sources = source.compareTo(other.source);
    int lines = sources == 0 ? Integer.compare(line, other.line) : sources;
    return lines == 0 ? Integer.compare(column, other.column) : lines;
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
