package io.felucca.shim.folder;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;

/**
 * Where and how a shim is reached: what it printed when it was started, kept as {@code
 * bootstrap.json}.
 *
 * @param version of the task service: 2 or 3
 * @param address such as {@code unix:///run/containerd/s/0f1e}
 * @param protocol {@code ttrpc}; others are known of and refused
 */
public record Endpoint(int version, String address, String protocol) {
  /** What shims of 1.6 print: only an address. */
  public static Endpoint ofAddress(String address) {
    return new Endpoint(2, address.strip(), "ttrpc");
  }

  /** Reads the JSON form; INVALID_ARGUMENT where it is none. */
  public static Endpoint parse(String json) {
    try {
      JsonObject object = JsonParser.parseString(json).getAsJsonObject();
      return new Endpoint(
          object.get("version").getAsInt(),
          object.get("address").getAsString(),
          object.get("protocol").getAsString());
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw Fault.invalid("shim's address cannot be read: %s", json.strip());
    }
  }

  public String toJson() {
    JsonObject object = new JsonObject();
    object.addProperty("version", version);
    object.addProperty("address", address);
    object.addProperty("protocol", protocol);
    return object.toString();
  }
}
