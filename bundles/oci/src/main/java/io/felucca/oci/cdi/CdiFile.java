package io.felucca.oci.cdi;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file with devices of one kind.
 *
 * @param edits for whoever gets any of the devices, once
 * @param devices edits of each device
 */
record CdiFile(Path path, Edits edits, Map<CdiName, Edits> devices) {

  /** Reads and checks a file; faults do not name it. */
  static CdiFile read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    JsonObject json =
        path.toString().endsWith(".json") ? Json.parse(bytes, "it") : Yaml.parse(bytes);
    Fields.only(json, "the file", "cdiVersion", "kind", "annotations", "devices", "containerEdits");
    Versions.check(json);
    Edits edits = Json.child(json, "containerEdits").map(EditsReader::read).orElse(Edits.none());
    return new CdiFile(path, edits, devices(json));
  }

  private static Map<CdiName, Edits> devices(JsonObject json) {
    String kind = Json.text(json, "kind");
    Map<CdiName, Edits> devices = new LinkedHashMap<>();
    for (JsonObject device : Json.objects(json, "devices")) {
      Fields.only(device, "devices[]", "name", "annotations", "containerEdits");
      CdiName name = CdiName.parse(kind + "=" + Json.text(device, "name"));
      Edits edits = edits(device, name);
      if (devices.put(name, edits) != null) {
        throw Fault.invalid("invalid spec, multiple device \"%s\"", name);
      }
    }
    if (devices.isEmpty()) {
      throw Fault.invalid("invalid spec, no devices");
    }
    return devices;
  }

  private static Edits edits(JsonObject device, CdiName name) {
    Edits edits = Json.child(device, "containerEdits").map(EditsReader::read).orElse(Edits.none());
    if (edits.isEmpty()) {
      throw Fault.invalid("invalid device \"%s\", empty device edits", name);
    }
    return edits;
  }
}
