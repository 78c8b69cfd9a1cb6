package io.felucca.oci.spec;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount in a container.
 *
 * @param type such as {@code bind} or {@code tmpfs}; may be empty
 * @param source a path of the host for a bind mount; may be empty
 * @param destination an absolute path in the container
 * @param options of mount(8), and {@code idmap} or {@code ridmap} for an id-mapped bind mount
 * @param uidMappings of an id-mapped mount; empty for those of the container's user namespace
 * @param gidMappings of an id-mapped mount
 */
public record SpecMount(
    String type,
    String source,
    String destination,
    List<String> options,
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings) {
  public SpecMount {
    options = List.copyOf(options);
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
  }

  /** A mount whose owners are as they are. */
  public SpecMount(String type, String source, String destination, List<String> options) {
    this(type, source, destination, options, List.of(), List.of());
  }

  /** A recursive bind mount with further options, such as {@code ro}. */
  public static SpecMount bind(String source, String destination, String... options) {
    List<String> all = new ArrayList<>(List.of("rbind"));
    all.addAll(List.of(options));
    return new SpecMount("bind", source, destination, all);
  }

  /** The same mount, whose owners are mapped. */
  public SpecMount mapped(List<IdMapping> uids, List<IdMapping> gids) {
    return new SpecMount(type, source, destination, options, uids, gids);
  }

  static SpecMount of(JsonObject mount) {
    return new SpecMount(
        Json.text(mount, "type"),
        Json.text(mount, "source"),
        Json.text(mount, "destination"),
        Json.texts(mount, "options"),
        IdMapping.list(mount, "uidMappings"),
        IdMapping.list(mount, "gidMappings"));
  }

  /** As it stands in {@code mounts}. */
  public JsonObject toJson() {
    JsonObject mount = new JsonObject();
    mount.addProperty("destination", destination);
    Json.set(mount, "type", type);
    Json.set(mount, "source", source);
    Json.set(mount, "options", options);
    Json.set(mount, "uidMappings", IdMapping.toJson(uidMappings));
    Json.set(mount, "gidMappings", IdMapping.toJson(gidMappings));
    return mount;
  }

  /** A list of mounts as it stands in a specification. */
  public static JsonArray toJson(List<SpecMount> mounts) {
    JsonArray array = new JsonArray();
    mounts.forEach(mount -> array.add(mount.toJson()));
    return array;
  }
}
