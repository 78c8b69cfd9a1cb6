package io.felucca.oci.cdi;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.util.List;

/**
 * Reads fields as CDI files have them: none that is not known, numbers also as people write them.
 */
final class Fields {
  private static final int OCTAL = 8;
  private static final long LARGEST_ID = 0xffffffffL;

  private Fields() {}

  /** A field that is misspelt would else be a device that is not as it was meant. */
  static void only(JsonObject json, String where, String... names) {
    for (String name : json.keySet()) {
      if (!List.of(names).contains(name)) {
        throw Fault.invalid(
            "unknown field \"%s\" in %s: known are %s", name, where, List.of(names));
      }
    }
  }

  /**
   * A number of 32 bits, null where it is missing; one that begins with 0 is octal, as of a mode.
   */
  static Long number(JsonObject json, String name) {
    JsonElement value = json.get(name);
    if (value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
      return octal(value.getAsString(), name);
    }
    return Json.number(json, name).map(number -> inRange(number, name)).orElse(null);
  }

  private static long octal(String text, String name) {
    if (!text.matches("0o?[0-7]{1,10}")) {
      throw Fault.invalid("the field \"%s\" is to be a number, not \"%s\"", name, text);
    }
    return inRange(Long.parseLong(text.replace("o", ""), OCTAL), name);
  }

  private static long inRange(long number, String name) {
    if (number < 0 || number > LARGEST_ID) {
      throw Fault.invalid("the field \"%s\" is 0 to %d, not %d", name, LARGEST_ID, number);
    }
    return number;
  }
}
