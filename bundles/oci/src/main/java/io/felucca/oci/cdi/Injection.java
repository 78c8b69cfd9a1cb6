package io.felucca.oci.cdi;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.felucca.oci.json.Json;
import io.felucca.oci.option.Environment;
import io.felucca.oci.option.Hooks;
import io.felucca.oci.spec.DeviceRule;
import io.felucca.oci.spec.LinuxDevice;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts edits into a specification. */
final class Injection {
  private Injection() {}

  static void apply(Edits edits, SpecDraft draft) {
    edits.env().forEach(variable -> Environment.set(variable).apply(draft));
    edits.deviceNodes().forEach(node -> device(node, draft));
    edits.netDevices().forEach((host, name) -> netDevice(host, name, draft));
    mounts(edits.mounts(), draft);
    edits.hooks().forEach(hook -> Hooks.add(hook.stage(), hook.hook()).apply(draft));
    if (edits.intelRdt() != null) {
      draft.linux().add("intelRdt", edits.intelRdt().deepCopy());
    }
    edits.additionalGids().forEach(gid -> group(gid, draft));
  }

  private static void device(DeviceNode node, SpecDraft draft) {
    LinuxDevice device = owned(node.resolve(), draft.user());
    JsonArray devices = without(Json.items(draft.linux(), "devices"), "path", device.path());
    devices.add(device.toJson());
    draft.linux().add("devices", devices);
    if (device.type().equals("b") || device.type().equals("c")) {
      Json.array(draft.resources(), "devices")
          .add(DeviceRule.allow(device, node.access()).toJson());
    }
  }

  /** A node that nobody is said to own is the user's. */
  private static LinuxDevice owned(LinuxDevice device, JsonObject user) {
    return new LinuxDevice(
        device.type(),
        device.path(),
        device.major(),
        device.minor(),
        device.fileMode(),
        device.uid() == null ? positive(user, "uid") : device.uid(),
        device.gid() == null ? positive(user, "gid") : device.gid());
  }

  private static Long positive(JsonObject user, String name) {
    return Json.number(user, name).filter(id -> id > 0).orElse(null);
  }

  private static JsonArray without(JsonArray objects, String name, String value) {
    JsonArray kept = new JsonArray();
    objects.forEach(
        object -> {
          if (!Json.text(object.getAsJsonObject(), name).equals(value)) {
            kept.add(object);
          }
        });
    return kept;
  }

  private static void netDevice(String host, String name, SpecDraft draft) {
    Json.object(Json.object(draft.linux(), "netDevices"), host).addProperty("name", name);
  }

  /** What is mounted deeper comes later, so that nothing hides it. */
  private static void mounts(List<SpecMount> mounts, SpecDraft draft) {
    if (mounts.isEmpty()) {
      return;
    }
    boolean mapped = hasUserNamespace(draft);
    JsonArray all = Json.items(draft.tree(), "mounts");
    for (SpecMount mount : mounts) {
      all = without(all, "destination", mount.destination());
      all.add((mapped ? idmapped(mount) : mount).toJson());
    }
    List<JsonObject> sorted = new ArrayList<>();
    all.forEach(mount -> sorted.add(mount.getAsJsonObject()));
    sorted.sort(Comparator.comparingInt(Injection::depth));
    JsonArray result = new JsonArray();
    sorted.forEach(result::add);
    draft.tree().add("mounts", result);
  }

  private static int depth(JsonObject mount) {
    return (int)
        Path.of(Json.text(mount, "destination"))
            .normalize()
            .toString()
            .chars()
            .filter(c -> c == '/')
            .count();
  }

  private static boolean hasUserNamespace(SpecDraft draft) {
    return Json.objects(draft.linux(), "namespaces").stream()
        .anyMatch(namespace -> Json.text(namespace, "type").equals("user"));
  }

  /** Owners of what is bind-mounted are those of the container's user namespace. */
  private static SpecMount idmapped(SpecMount mount) {
    List<String> options = mount.options();
    if (options.contains("idmap") || options.contains("ridmap")) {
      return mount;
    }
    String option = options.contains("rbind") ? "ridmap" : "idmap";
    boolean bind = mount.type().equals("bind") || options.contains("bind");
    if (!bind && option.equals("idmap")) {
      return mount;
    }
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return new SpecMount(mount.type(), mount.source(), mount.destination(), more);
  }

  private static void group(long gid, SpecDraft draft) {
    JsonArray groups = Json.items(draft.user(), "additionalGids");
    if (gid != 0 && !groups.contains(new JsonPrimitive(gid))) {
      groups.add(gid);
      draft.user().add("additionalGids", groups);
    }
  }
}
