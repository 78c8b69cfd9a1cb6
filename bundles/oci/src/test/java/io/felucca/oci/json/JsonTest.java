package io.felucca.oci.json;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class JsonTest {
  private static JsonObject parse(String text) {
    return Json.parse(text, "it");
  }

  private static void refused(String text) {
    Fault fault = assertThrows(text, Fault.class, () -> parse(text));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void onlyOneStrictObjectIsRead() {
    refused("");
    refused("[]");
    refused("null");
    refused("{a: 1}");
    refused("{\"a\": 1} {}");
    refused("{\"a\": 1,}");
    refused("{\"a\": ");
    assertEquals("{\"a\":1}", parse(" {\"a\": 1} ").toString());
  }

  @Test
  public void nullAndAbsentAreTheSame() {
    JsonObject json = parse("{\"a\": null}");

    assertEquals("", Json.text(json, "a"));
    assertEquals(List.of(), Json.texts(json, "a"));
    assertEquals(Optional.empty(), Json.child(json, "a"));
    assertEquals(Optional.empty(), Json.number(json, "b"));
    assertFalse(Json.flag(json, "b"));
    Json.object(json, "a").addProperty("made", true);
    assertTrue(Json.flag(Json.object(json, "a"), "made"));
  }

  @Test
  public void valuesOfAnotherKindNameTheirField() {
    JsonObject json = parse("{\"a\": 1.5, \"b\": [1], \"c\": \"x\", \"d\": 99999999999999999999}");

    assertTrue(
        assertThrows(Fault.class, () -> Json.text(json, "a")).getMessage().contains("\"a\""));
    assertThrows(Fault.class, () -> Json.texts(json, "b"));
    assertThrows(Fault.class, () -> Json.number(json, "a"));
    assertThrows(Fault.class, () -> Json.number(json, "d"));
    assertThrows(Fault.class, () -> Json.number(json, "c"));
    assertThrows(Fault.class, () -> Json.flag(json, "c"));
    assertThrows(Fault.class, () -> Json.child(json, "c"));
    assertThrows(Fault.class, () -> Json.array(json, "c"));
    assertThrows(Fault.class, () -> Json.objects(json, "b"));
  }

  @Test
  public void emptyValuesAreNotWritten() {
    JsonObject json = parse("{\"a\": \"x\", \"b\": [\"x\"], \"c\": true}");

    Json.set(json, "a", "");
    Json.set(json, "b", List.of());
    Json.set(json, "c", false);

    assertEquals("{}", json.toString());
  }
}
