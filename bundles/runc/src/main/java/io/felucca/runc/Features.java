package io.felucca.runc;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.TypedValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an OCI runtime can do: the JSON of its command {@code features}, see the runtime
 * specification's features.md.
 *
 * @param json null for a runtime that has no such command, as crun before 1.9 and youki
 */
public record Features(String json) {
  /** The type of a value that holds the JSON. */
  public static final String TYPE =
      "types.containerd.io/opencontainers/runtime-spec/1/features/Features";

  static final Features UNTOLD = new Features(null);

  /** As clients get it; null where the runtime does not tell. */
  public TypedValue value() {
    return json == null ? null : new TypedValue(TYPE, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether mounts can have mapped owners; empty where the runtime does not tell features. */
  public Optional<Boolean> idmappedMounts() {
    return json == null
        ? Optional.empty()
        : Optional.of(flag("linux", "mountExtensions", "idmap", "enabled"));
  }

  private boolean flag(String... path) {
    JsonElement at = tree();
    for (String name : path) {
      at = at != null && at.isJsonObject() ? at.getAsJsonObject().get(name) : null;
    }
    return at != null && at.isJsonPrimitive() && at.getAsBoolean();
  }

  private JsonElement tree() {
    try {
      return JsonParser.parseString(json);
    } catch (JsonParseException e) {
      return null; // what cannot be read tells of nothing
    }
  }
}
