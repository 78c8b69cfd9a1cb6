package io.felucca.oci.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps of texts in JSON objects: annotations, labels, sysctls. */
public final class Texts {
  private Texts() {}

  /** The map in a field, in its order; empty where it is missing. */
  public static Map<String, String> of(JsonObject in, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Json.child(in, name)
        .ifPresent(
            object -> {
              for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                texts.put(entry.getKey(), Json.asText(entry.getValue(), name));
              }
            });
    return texts;
  }

  /** Adds to or replaces what is in the map of a field. */
  public static void put(JsonObject in, String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      JsonObject object = Json.object(in, name);
      texts.forEach(object::addProperty);
    }
  }
}
