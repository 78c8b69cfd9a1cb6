package io.felucca.shim.runc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import java.nio.charset.StandardCharsets;

/**
 * Mounts with mapped owners: a runtime that does not know of them ignores the request silently, and
 * files would have the wrong owners. So the runtime is asked first.
 */
public final class IdMaps {
  private IdMaps() {}

  /** Whether a runtime specification asks for such mounts. */
  public static boolean used(byte[] spec) {
    String json = new String(spec, StandardCharsets.UTF_8);
    if (!json.contains("idmap") && !json.contains("\"uidMappings\"") && !json.contains("\"gidM")) {
      return false; // nearly all
    }
    try {
      JsonArray mounts = JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("mounts");
      for (JsonElement mount : mounts == null ? new JsonArray() : mounts) {
        if (used(mount.getAsJsonObject())) {
          return true;
        }
      }
      return false;
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, "runtime specification cannot be read", e);
    }
  }

  private static boolean used(JsonObject mount) {
    if (mount.has("uidMappings") || mount.has("gidMappings")) {
      return true;
    }
    JsonElement options = mount.get("options");
    if (options == null || !options.isJsonArray()) {
      return false;
    }
    JsonArray all = options.getAsJsonArray();
    return contains(all, "idmap") || contains(all, "ridmap");
  }

  private static boolean contains(JsonArray all, String wanted) {
    for (JsonElement element : all) {
      if (element.isJsonPrimitive() && element.getAsString().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Throws UNIMPLEMENTED where a runtime's features say that it cannot; a runtime that tells no
   * features is left alone.
   */
  public static void check(TypedValue features) {
    if (features == null || !features.is(RuncFeatures.TYPE)) {
      return;
    }
    String json = new String(features.bytes(), StandardCharsets.UTF_8);
    JsonElement at = JsonParser.parseString(json);
    for (String name : new String[] {"linux", "mountExtensions", "idmap", "enabled"}) {
      at = at != null && at.isJsonObject() ? at.getAsJsonObject().get(name) : null;
    }
    if (at == null || !at.isJsonPrimitive() || !at.getAsBoolean()) {
      throw Fault.unimplemented(
          "idmap mounts not supported: runtime's features lack linux.mountExtensions.idmap");
    }
  }
}
