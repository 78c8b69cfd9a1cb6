package io.felucca.oci.option;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecMount;
import io.felucca.oci.spec.SpecOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is mounted in the container. */
public final class Mounts {
  private Mounts() {}

  /** Adds mounts behind those that are there. */
  public static SpecOption add(SpecMount... mounts) {
    return add(List.of(mounts));
  }

  /** Adds mounts behind those that are there. */
  public static SpecOption add(List<SpecMount> mounts) {
    return draft -> {
      if (!mounts.isEmpty()) {
        Json.array(draft.tree(), "mounts").addAll(SpecMount.toJson(mounts));
      }
    };
  }

  /** Removes what is mounted at these places. */
  public static SpecOption without(String... destinations) {
    Set<String> places = new HashSet<>(List.of(destinations));
    return draft -> {
      JsonArray kept = new JsonArray();
      for (JsonObject mount : Json.objects(draft.tree(), "mounts")) {
        if (!places.contains(place(mount))) {
          kept.add(mount);
        }
      }
      Json.set(draft.tree(), "mounts", kept);
    };
  }

  private static String place(JsonObject mount) {
    return Path.of(Json.text(mount, "destination")).normalize().toString();
  }

  /** The host's {@code /etc/hosts}, read-only. */
  public static SpecOption hostHosts() {
    return add(SpecMount.bind("/etc/hosts", "/etc/hosts", "ro"));
  }

  /** The host's {@code /etc/resolv.conf}, read-only. */
  public static SpecOption hostResolvConf() {
    return add(SpecMount.bind("/etc/resolv.conf", "/etc/resolv.conf", "ro"));
  }

  /** The host's {@code /etc/localtime}, read-only. */
  public static SpecOption hostLocaltime() {
    return add(SpecMount.bind("/etc/localtime", "/etc/localtime", "ro"));
  }

  /** The container's own cgroups at {@code /sys/fs/cgroup}, read-only. */
  public static SpecOption cgroups() {
    return add(
        new SpecMount(
            "cgroup",
            "cgroup",
            "/sys/fs/cgroup",
            List.of("nosuid", "noexec", "nodev", "relatime", "ro")));
  }

  /** The size of {@code /dev/shm} in KiB. */
  public static SpecOption sharedMemory(long kibibytes) {
    return draft -> {
      JsonObject mount =
          Json.objects(draft.tree(), "mounts").stream()
              .filter(Mounts::isSharedMemory)
              .findFirst()
              .orElseThrow(
                  () ->
                      Fault.precondition(
                          "no /dev/shm mount specified: its size cannot be set to %d KiB",
                          kibibytes));
      List<String> options = new ArrayList<>(Json.texts(mount, "options"));
      options.removeIf(option -> option.startsWith("size="));
      options.add("size=" + kibibytes + "k");
      Json.set(mount, "options", options);
    };
  }

  private static boolean isSharedMemory(JsonObject mount) {
    return place(mount).equals("/dev/shm")
        && Json.text(mount, "source").equals("shm")
        && Json.text(mount, "type").equals("tmpfs");
  }

  /** Lets the container write to its sysfs. */
  public static SpecOption writableSysfs() {
    return draft -> makeWritable(draft, "sysfs");
  }

  /** Lets the container write to its cgroup file systems. */
  public static SpecOption writableCgroupfs() {
    return draft -> makeWritable(draft, "cgroup");
  }

  private static void makeWritable(SpecDraft draft, String type) {
    for (JsonObject mount : Json.objects(draft.tree(), "mounts")) {
      if (Json.text(mount, "type").equals(type)) {
        List<String> options = new ArrayList<>(Json.texts(mount, "options"));
        options.replaceAll(option -> option.equals("ro") ? "rw" : option);
        Json.set(mount, "options", options);
      }
    }
  }
}
