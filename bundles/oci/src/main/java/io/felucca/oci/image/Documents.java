package io.felucca.oci.image;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.util.function.Predicate;

/** What manifests and indexes have in common. */
final class Documents {
  private static final long VERSION = 2;

  private Documents() {}

  /**
   * Reads a document that says what it is. One that could be read as two kinds is refused: whoever
   * looks at the other kind would see another image under the same digest.
   *
   * @param foreign fields that the other kinds have
   */
  static JsonObject parse(byte[] bytes, String what, Predicate<String> isType, String... foreign) {
    JsonObject json = Json.parse(bytes, what);
    long version = Json.number(json, "schemaVersion").orElse(VERSION);
    if (version != VERSION) {
      throw Fault.invalid("%s has schema version %d: only %d is read", what, version, VERSION);
    }
    String type = Json.text(json, "mediaType");
    if (!type.isEmpty() && !isType.test(type)) {
      throw Fault.invalid("%s is of another media type: %s", what, type);
    }
    for (String field : foreign) {
      JsonElement value = json.get(field);
      if (value != null && !value.isJsonNull()) {
        throw Fault.invalid("%s has the field \"%s\", which makes it ambiguous", what, field);
      }
    }
    return json;
  }

  static JsonObject begin(String mediaType) {
    JsonObject json = new JsonObject();
    json.addProperty("schemaVersion", VERSION);
    Json.set(json, "mediaType", mediaType);
    return json;
  }
}
