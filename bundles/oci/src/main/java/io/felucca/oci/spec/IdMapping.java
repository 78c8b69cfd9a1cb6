package io.felucca.oci.spec;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.util.List;

/**
 * A range of users or groups that is mapped: user_namespaces(7).
 *
 * @param containerId first ID in the container
 * @param hostId first ID on the host
 * @param size how many
 */
public record IdMapping(long containerId, long hostId, long size) {
  private static final long END = 1L << 32;

  public IdMapping {
    if (containerId < 0
        || hostId < 0
        || size < 1
        || containerId + size > END
        || hostId + size > END) {
      throw Fault.invalid(
          "an ID mapping of %d:%d:%d is not within 32 bits, or empty", containerId, hostId, size);
    }
  }

  /** Reads {@code container:host:size}. */
  public static IdMapping parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 3) {
        return new IdMapping(
            Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT, "an ID mapping is numbers, not \"" + text + "\"", e);
    }
    throw Fault.invalid("an ID mapping is container:host:size, not \"%s\"", text);
  }

  static List<IdMapping> list(JsonObject in, String name) {
    return Json.objects(in, name).stream().map(IdMapping::of).toList();
  }

  private static IdMapping of(JsonObject mapping) {
    return new IdMapping(
        Json.number(mapping, "containerID").orElse(0L),
        Json.number(mapping, "hostID").orElse(0L),
        Json.number(mapping, "size").orElse(0L));
  }

  /** As it stands in {@code linux.uidMappings}. */
  public JsonObject toJson() {
    JsonObject mapping = new JsonObject();
    mapping.addProperty("containerID", containerId);
    mapping.addProperty("hostID", hostId);
    mapping.addProperty("size", size);
    return mapping;
  }

  static JsonArray toJson(List<IdMapping> mappings) {
    JsonArray array = new JsonArray();
    mappings.forEach(mapping -> array.add(mapping.toJson()));
    return array;
  }
}
