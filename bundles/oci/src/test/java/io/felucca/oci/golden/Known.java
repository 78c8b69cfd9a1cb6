package io.felucca.oci.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import io.felucca.oci.option.Security;
import io.felucca.oci.spec.SpecOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs on purpose from containerd 1.6: here it is as in containerd 2, and these options
 * take it back.
 */
final class Known {
  /** Ways to attack the kernel, or out of a virtual machine, that were closed since. */
  private static final List<String> NO_MORE =
      List.of("io_uring_enter", "io_uring_register", "io_uring_setup", "socket");

  /** Calls that came with kernels after 1.6, or that were found harmless. */
  private static final List<String> NEW =
      List.of(
          "cachestat",
          "fchmodat2",
          "futex_requeue",
          "futex_wait",
          "futex_wake",
          "getxattrat",
          "listmount",
          "listxattrat",
          "lsm_get_self_attr",
          "lsm_list_modules",
          "lsm_set_self_attr",
          "map_shadow_stack",
          "mseal",
          "name_to_handle_at",
          "removexattrat",
          "setxattrat",
          "statmount",
          "uretprobe");

  private Known() {}

  /** The power meter is masked since 1.6.26. */
  static SpecOption powerMeter() {
    return draft -> {
      List<String> masked = new ArrayList<>(Json.texts(draft.linux(), "maskedPaths"));
      masked.remove("/sys/devices/virtual/powercap");
      Security.maskedPaths(masked).apply(draft);
    };
  }

  /** The system calls of 1.6, each paragraph sorted: the order of names means nothing. */
  static SpecOption systemCalls() {
    return draft ->
        Json.child(draft.linux(), "seccomp")
            .ifPresent(profile -> profile.add("syscalls", old(profile)));
  }

  private static JsonArray old(JsonObject profile) {
    JsonArray rules = new JsonArray();
    for (JsonObject rule : Json.objects(profile, "syscalls")) {
      Set<String> names = new TreeSet<>(Json.texts(rule, "names"));
      boolean always = names.contains("accept");
      if (always) {
        names.removeAll(NEW);
        names.addAll(NO_MORE);
      }
      if (names.contains("setns")) {
        names.add("name_to_handle_at");
      }
      if (names.contains("mbind")) {
        names.remove("set_mempolicy_home_node");
      }
      if (names.size() == 3 && names.contains("ptrace")) {
        names.removeAll(List.of("process_vm_readv", "process_vm_writev"));
      }
      if (always || !names.equals(Set.of("socket"))) {
        rule.add("names", array(names));
        rules.add(rule);
      }
    }
    return rules;
  }

  /** The same for what containerd made, where only the order is to be changed. */
  static SpecOption sortedNames() {
    return draft ->
        Json.child(draft.linux(), "seccomp")
            .ifPresent(
                profile ->
                    Json.objects(profile, "syscalls")
                        .forEach(
                            rule ->
                                rule.add(
                                    "names", array(new TreeSet<>(Json.texts(rule, "names"))))));
  }

  private static JsonArray array(Set<String> names) {
    JsonArray array = new JsonArray();
    names.forEach(array::add);
    return array;
  }
}
