package io.felucca.registry.toml;

/**
 * Where a value was written.
 *
 * @param source the file, or words such as {@code default} or {@code flag --root}
 * @param line counted from 1; 0 where the source has none
 * @param column counted from 1
 */
public record Place(String source, int line, int column) {
  /** A place that is no file. */
  public static Place of(String source) {
    return new Place(source, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
