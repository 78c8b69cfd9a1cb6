package io.felucca.oci.golden;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.felucca.oci.spec.RuntimeSpec;
import java.util.Map;
import java.util.TreeMap;

/** Specifications in a form in which equal ones are equal texts. */
final class Normal {
  private Normal() {}

  static String text(RuntimeSpec spec) {
    return new GsonBuilder()
        .disableHtmlEscaping()
        .setPrettyPrinting()
        .create()
        .toJson(sorted(spec.tree()));
  }

  static JsonElement sorted(JsonElement value) {
    if (value.isJsonObject()) {
      Map<String, JsonElement> members = new TreeMap<>(value.getAsJsonObject().asMap());
      JsonObject object = new JsonObject();
      members.forEach((name, member) -> object.add(name, sorted(member)));
      return object;
    }
    if (value.isJsonArray()) {
      JsonArray array = new JsonArray();
      value.getAsJsonArray().forEach(item -> array.add(sorted(item)));
      return array;
    }
    boolean number = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    return number ? new JsonPrimitive(value.getAsBigDecimal()) : value;
  }
}
