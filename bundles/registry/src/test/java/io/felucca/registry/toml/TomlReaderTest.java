package io.felucca.registry.toml;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class TomlReaderTest {
  @Test
  public void everyValueKnowsItsPlace() {
    Table table = TomlReader.parse("f.toml", "a = 1\n\n[b.'c.d']\n  e = [\n    'x',\n    'y']\n");
    assertEquals("f.toml:1:1", table.get("a").place().toString());
    Item e = table.at("b", "c.d", "e");
    assertEquals("f.toml:4:3", e.place().toString());
    assertEquals("f.toml:6:5", e.array().get(1).place().toString());
  }

  @Test
  public void keysKeepTheirOrder() {
    Table table = TomlReader.parse("f", "z = 1\na = 2\nm = 3\n");
    assertEquals("[z, a, m]", table.keys().toString());
  }

  @Test
  public void kindsAreTold() {
    Table table =
        TomlReader.parse("f", "s='x'\ni=1\nf=0.5\nb=true\na=[]\nt={x=1}\nd=1979-05-27\n[[l]]\n");
    assertEquals(Item.Kind.STRING, table.get("s").kind());
    assertEquals(Item.Kind.INTEGER, table.get("i").kind());
    assertEquals(Item.Kind.FLOAT, table.get("f").kind());
    assertEquals(Item.Kind.BOOLEAN, table.get("b").kind());
    assertEquals(Item.Kind.ARRAY, table.get("a").kind());
    assertEquals(Item.Kind.TABLE, table.get("t").kind());
    assertEquals(Item.Kind.STRING, table.get("d").kind());
    assertTrue(table.get("l").isArrayOfTables());
  }

  @Test
  public void allSyntaxErrorsAreToldWithTheirPlaces() {
    Problems problems =
        assertThrows(Problems.class, () -> TomlReader.parse("/x.toml", "a = \nb = 1\nc == 3\n"));
    assertEquals(1, problems.all().get(0).place().line());
    assertEquals(3, problems.all().get(1).place().line());
    assertTrue(
        problems.getMessage(),
        problems
            .getMessage()
            .startsWith("/x.toml:1:5: failed to unmarshal TOML at row 1 column 5: "));
  }
}
