package io.felucca.oci.cdi;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Which release of CDI first had what: CDI specification, "Released versions". */
final class Versions {
  private static final List<String> RELEASED =
      List.of(
          "0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0", "0.6.0", "0.7.0", "0.8.0", "1.0.0", "1.1.0");

  private Versions() {}

  /** A file says which release it is for, and uses nothing that came later. */
  static void check(JsonObject file) {
    String said = Json.text(file, "cdiVersion");
    int version = RELEASED.indexOf(said.startsWith("v") ? said.substring(1) : said);
    if (version < 0) {
      throw Fault.invalid("invalid cdiVersion \"%s\": known are %s", said, RELEASED);
    }
    String needed = needed(file);
    if (version < RELEASED.indexOf(needed)) {
      throw Fault.invalid(
          "cdiVersion is %s, but the file uses what came with %s: say at least that", said, needed);
    }
  }

  private static String needed(JsonObject file) {
    List<JsonObject> holders = new ArrayList<>(Json.objects(file, "devices"));
    holders.add(file);
    String latest = kind(Json.text(file, "kind"));
    for (JsonObject holder : holders) {
      latest = later(latest, named(Json.text(holder, "name")));
      latest = later(latest, holder.has("annotations") ? "0.6.0" : "");
      latest = later(latest, Json.child(holder, "containerEdits").map(Versions::edits).orElse(""));
    }
    return latest.isEmpty() ? RELEASED.get(0) : latest;
  }

  private static String kind(String kind) {
    return kind.substring(kind.indexOf('/') + 1).contains(".") && kind.contains("/") ? "0.6.0" : "";
  }

  private static String named(String device) {
    return !device.isEmpty() && Character.isDigit(device.charAt(0)) ? "0.5.0" : "";
  }

  private static String edits(JsonObject edits) {
    String latest = "";
    for (JsonObject mount : Json.objects(edits, "mounts")) {
      latest = later(latest, mount.has("type") ? "0.4.0" : "");
    }
    for (JsonObject node : Json.objects(edits, "deviceNodes")) {
      latest = later(latest, node.has("hostPath") ? "0.5.0" : "");
    }
    latest = later(latest, edits.has("additionalGids") ? "0.7.0" : "");
    latest = later(latest, Json.child(edits, "intelRdt").map(Versions::rdt).orElse(""));
    return later(latest, edits.has("netDevices") ? "1.1.0" : "");
  }

  private static String rdt(JsonObject rdt) {
    return rdt.has("schemata") || rdt.has("enableMonitoring") ? "1.1.0" : "0.7.0";
  }

  private static String later(String one, String other) {
    return RELEASED.indexOf(one) >= RELEASED.indexOf(other) ? one : other;
  }
}
