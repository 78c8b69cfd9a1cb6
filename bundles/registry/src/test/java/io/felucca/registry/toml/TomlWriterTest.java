package io.felucca.registry.toml;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class TomlWriterTest {
  private static String rewritten(String text) {
    return TomlWriter.write(TomlReader.parse("f", text));
  }

  @Test
  public void valuesStandBeforeTablesAndTablesAreIndented() {
    String expected =
        """
        a = 1

        [p]
          [p.'x.y']
            b = 'c'
            l = ['d', 'e']

          [p.z]

            [[p.z.list]]
              f = 0.5

            [[p.z.list]]
              g = true

        [q]
        """
            .replace("  [p.z]\n\n", "  [p.z]\n");
    assertEquals(
        expected,
        rewritten("[p.'x.y']\nb='c'\nl=['d','e']\n[[p.z.list]]\nf=0.5\n[[p.z.list]]\ng=true\n[q]\n")
            .replaceFirst("^", "a = 1\n\n"));
  }

  @Test
  public void whatIsWrittenIsReadTheSame() {
    String text =
        "s = \"it's \\\"so\\\"\\n\\\\ \\u0001\"\nm = {a = 1, 'b c' = ['x']}\nbig = 1e10\n";
    String once = rewritten(text);
    assertEquals(once, rewritten(once));
    Table read = TomlReader.parse("f", once);
    assertEquals("it's \"so\"\n\\ \u0001", read.get("s").value());
    assertEquals(1e10, read.get("big").value());
  }

  @Test
  public void aCommentSaysWhereAValueCameFrom() {
    Table table = new Table();
    table.put("a", Item.strings(List.of("b"), new Place("/f", 3, 5)));
    assertEquals("a = ['b']  # /f:3:5\n", TomlWriter.write(table, item -> item.place().toString()));
  }
}
