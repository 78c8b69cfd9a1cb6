package io.felucca.oci.cdi;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.option.Hooks;
import io.felucca.oci.spec.Hook;
import io.felucca.oci.spec.SpecMount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and checks container edits. */
final class EditsReader {
  private static final int LONGEST_NAME = 4096;

  private EditsReader() {}

  static Edits read(JsonObject json) {
    Fields.only(
        json,
        "containerEdits",
        "env",
        "deviceNodes",
        "netDevices",
        "mounts",
        "hooks",
        "intelRdt",
        "additionalGids");
    return new Edits(
        env(json),
        Json.objects(json, "deviceNodes").stream().map(DeviceNode::of).toList(),
        netDevices(json),
        Json.objects(json, "mounts").stream().map(EditsReader::mount).toList(),
        Json.objects(json, "hooks").stream().map(EditsReader::hook).toList(),
        Json.child(json, "intelRdt").map(EditsReader::rdt).orElse(null),
        gids(json));
  }

  private static List<String> env(JsonObject json) {
    List<String> env = Json.texts(json, "env");
    for (String variable : env) {
      if (variable.indexOf('=') <= 0) {
        throw Fault.invalid("invalid environment variable \"%s\": it is NAME=value", variable);
      }
    }
    return env;
  }

  private static Map<String, String> netDevices(JsonObject json) {
    Map<String, String> devices = new LinkedHashMap<>();
    for (JsonObject device : Json.objects(json, "netDevices")) {
      Fields.only(device, "netDevices[]", "hostInterfaceName", "name");
      String host = required(device, "hostInterfaceName", "net device");
      String name = required(device, "name", "net device");
      if (devices.containsValue(name) || devices.put(host, name) != null) {
        throw Fault.invalid("invalid linux net device, duplicate: %s as %s", host, name);
      }
    }
    return devices;
  }

  private static SpecMount mount(JsonObject json) {
    Fields.only(json, "mounts[]", "hostPath", "containerPath", "options", "type");
    return new SpecMount(
        Json.text(json, "type"),
        required(json, "hostPath", "mount"),
        required(json, "containerPath", "mount"),
        Json.texts(json, "options"));
  }

  private static Edits.StagedHook hook(JsonObject json) {
    Fields.only(json, "hooks[]", "hookName", "path", "args", "env", "timeout");
    Long timeout = Fields.number(json, "timeout");
    return new Edits.StagedHook(
        stage(Json.text(json, "hookName")),
        new Hook(
            required(json, "path", "hook"),
            Json.texts(json, "args"),
            env(json),
            timeout == null ? null : timeout.intValue()));
  }

  private static Hooks.Stage stage(String name) {
    return Arrays.stream(Hooks.Stage.values())
        .filter(stage -> stage.text().equals(name))
        .findFirst()
        .orElseThrow(() -> Fault.invalid("invalid hook name \"%s\", such as createRuntime", name));
  }

  /** The class is a folder's name; "/" is that of all. */
  private static JsonObject rdt(JsonObject json) {
    Fields.only(
        json,
        "intelRdt",
        "closID",
        "l3CacheSchema",
        "memBwSchema",
        "schemata",
        "enableMonitoring",
        "enableCMT",
        "enableMBM");
    String name = Json.text(json, "closID");
    boolean folder = !name.matches("\\.\\.?|.*[/\n].*") && name.length() < LONGEST_NAME;
    if (!name.equals("/") && !folder) {
      throw Fault.invalid("invalid closID \"%s\": it is the name of a folder", name);
    }
    return json;
  }

  private static List<Long> gids(JsonObject json) {
    List<Long> gids = new ArrayList<>();
    for (JsonElement value : Json.items(json, "additionalGids")) {
      JsonObject field = new JsonObject();
      field.add("additionalGids[]", value);
      Optional.ofNullable(Fields.number(field, "additionalGids[]")).ifPresent(gids::add);
    }
    return gids;
  }

  private static String required(JsonObject json, String name, String what) {
    String value = Json.text(json, name);
    if (value.isEmpty()) {
      throw Fault.invalid("invalid %s, empty %s", what, name);
    }
    return value;
  }
}
