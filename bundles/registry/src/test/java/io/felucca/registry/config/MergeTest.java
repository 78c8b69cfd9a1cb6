package io.felucca.registry.config;

import static org.junit.Assert.assertEquals;

import io.felucca.registry.toml.Table;
import io.felucca.registry.toml.TomlReader;
import io.felucca.registry.toml.TomlWriter;
import org.junit.Test;

public class MergeTest {
  private static String merged(String base, String over) {
    Table table = TomlReader.parse("base", base);
    Merge.into(table, TomlReader.parse("over", over));
    return TomlWriter.write(table);
  }

  @Test
  public void valuesThatAreNotEmptyReplace() {
    assertEquals("a = 'y'\n", merged("a = 'x'", "a = 'y'"));
    assertEquals("a = 'x'\nb = 5\n", merged("a = 'x'\nb = 5", "a = ''\nb = 0"));
  }

  @Test
  public void withinPluginsAlsoEmptyValuesReplace() {
    assertEquals(
        "[plugins]\n  [plugins.p]\n    a = false\n    b = 1\n",
        merged("[plugins.p]\na = true\nb = 1", "[plugins.p]\na = false"));
  }

  @Test
  public void arraysAreJoinedWithoutRepetition() {
    assertEquals("a = ['x', 'y', 'z']\n", merged("a = ['x', 'y']", "a = ['y', 'z']"));
  }

  @Test
  public void entriesOfSomeTablesAreReplacedWhole() {
    assertEquals(
        "[stream_processors]\n  [stream_processors.p]\n    path = 'b'\n\n"
            + "  [stream_processors.q]\n    path = 'c'\n",
        merged(
            "[stream_processors.p]\npath = 'a'\nargs = ['1']\n[stream_processors.q]\npath = 'c'",
            "[stream_processors.p]\npath = 'b'"));
    assertEquals(
        "[timeouts]\n  a = '0s'\n  b = '2s'\n",
        merged("[timeouts]\na = '1s'\nb = '2s'", "[timeouts]\na = '0s'"));
  }

  @Test
  public void whatIsLaidOverIsNotShared() {
    Table over = TomlReader.parse("over", "[plugins.p]\na = 1");
    Table base = new Table();
    Merge.into(base, over);
    Merge.into(base, TomlReader.parse("more", "[plugins.p]\na = 2"));
    assertEquals("[plugins]\n  [plugins.p]\n    a = 1\n", TomlWriter.write(over));
  }
}
