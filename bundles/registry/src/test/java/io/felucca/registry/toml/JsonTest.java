package io.felucca.registry.toml;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class JsonTest {
  private static final Place HERE = Place.of("here");

  @Test
  public void tablesBecomeJsonAndComeBack() {
    Table table = TomlReader.parse("f", "a='x\\\"'\nb=[1,2]\n[c]\nd=true\ne=0.5\n[[f]]\ng='\t'\n");
    String json = Json.of(new Item(table, HERE));
    assertEquals(
        "{\"a\":\"x\\\\\\\"\",\"b\":[1,2],\"c\":{\"d\":true,\"e\":0.5},\"f\":[{\"g\":\"\\u0009\"}]}",
        json);
    assertEquals(json, Json.of(JsonReader.read(json, HERE)));
  }

  @Test
  public void nullsAreLeftOut() {
    assertEquals("{\"b\":-1}", Json.of(JsonReader.read(" { \"a\" : null , \"b\" : -1 } ", HERE)));
  }

  @Test
  public void whatIsNoJsonIsRefused() {
    for (String text : new String[] {"", "{", "[1,", "{\"a\"}", "tru", "\"x", "1 2", "{\"a\":}"}) {
      assertThrows(text, IllegalArgumentException.class, () -> JsonReader.read(text, HERE));
    }
  }
}
