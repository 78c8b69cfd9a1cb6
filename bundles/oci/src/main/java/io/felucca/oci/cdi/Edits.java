package io.felucca.oci.cdi;

import com.google.gson.JsonObject;
import io.felucca.oci.option.Hooks;
import io.felucca.oci.spec.Hook;
import io.felucca.oci.spec.SpecMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a device, or all devices of a file, change in a specification: CDI, "containerEdits".
 *
 * @param netDevices names in the container by those on the host
 * @param intelRdt null for none
 */
record Edits(
    List<String> env,
    List<DeviceNode> deviceNodes,
    Map<String, String> netDevices,
    List<SpecMount> mounts,
    List<StagedHook> hooks,
    JsonObject intelRdt,
    List<Long> additionalGids) {

  record StagedHook(Hooks.Stage stage, Hook hook) {}

  static Edits none() {
    return new Edits(List.of(), List.of(), Map.of(), List.of(), List.of(), null, List.of());
  }

  boolean isEmpty() {
    return equals(none());
  }

  /** These edits and others behind them. */
  Edits and(Edits more) {
    Map<String, String> devices = new LinkedHashMap<>(netDevices);
    devices.putAll(more.netDevices);
    return new Edits(
        joined(env, more.env),
        joined(deviceNodes, more.deviceNodes),
        devices,
        joined(mounts, more.mounts),
        joined(hooks, more.hooks),
        more.intelRdt == null ? intelRdt : more.intelRdt,
        joined(additionalGids, more.additionalGids));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
