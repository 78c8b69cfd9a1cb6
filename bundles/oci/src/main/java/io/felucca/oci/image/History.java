package io.felucca.oci.image;

import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;

/**
 * How a layer came to be.
 *
 * @param created a time of RFC 3339; may be empty
 * @param emptyLayer whether there is no layer for it
 */
public record History(
    String created, String createdBy, String author, String comment, boolean emptyLayer) {

  static History of(JsonObject json) {
    return new History(
        Json.text(json, "created"),
        Json.text(json, "created_by"),
        Json.text(json, "author"),
        Json.text(json, "comment"),
        Json.flag(json, "empty_layer"));
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    Json.set(json, "created", created);
    Json.set(json, "created_by", createdBy);
    Json.set(json, "author", author);
    Json.set(json, "comment", comment);
    Json.set(json, "empty_layer", emptyLayer);
    return json;
  }
}
