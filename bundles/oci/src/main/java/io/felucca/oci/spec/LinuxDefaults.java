package io.felucca.oci.spec;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import java.util.List;

/** The specification that containerd begins with on Linux; facts as {@code ctr oci spec} tells. */
final class LinuxDefaults {
  /** What Debian's containerd says; runtimes look at its first two numbers only. */
  private static final String VERSION = "1.0.2-dev";

  private static final int OPEN_FILES = 1024;

  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_MKNOD",
          "CAP_NET_RAW",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETFCAP",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_KILL",
          "CAP_AUDIT_WRITE");

  /** With the power meter of newer releases, by which processes spy on each other. */
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/sys/firmware",
          "/sys/devices/virtual/powercap",
          "/proc/scsi");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private static final List<SpecMount> MOUNTS =
      List.of(
          mount("proc", "proc", "/proc", "nosuid", "noexec", "nodev"),
          mount("tmpfs", "tmpfs", "/dev", "nosuid", "strictatime", "mode=755", "size=65536k"),
          mount(
              "devpts",
              "devpts",
              "/dev/pts",
              "nosuid",
              "noexec",
              "newinstance",
              "ptmxmode=0666",
              "mode=0620",
              "gid=5"),
          mount(
              "tmpfs", "shm", "/dev/shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
          mount("mqueue", "mqueue", "/dev/mqueue", "nosuid", "noexec", "nodev"),
          mount("sysfs", "sysfs", "/sys", "nosuid", "noexec", "nodev", "ro"),
          mount("tmpfs", "tmpfs", "/run", "nosuid", "strictatime", "mode=755", "size=65536k"));

  private LinuxDefaults() {}

  private static SpecMount mount(String type, String source, String target, String... options) {
    return new SpecMount(type, source, target, List.of(options));
  }

  static JsonObject of(String namespace, String id) {
    JsonObject spec = new JsonObject();
    spec.addProperty("ociVersion", VERSION);
    spec.add("process", process());
    Json.object(spec, "root").addProperty("path", "rootfs");
    spec.add("mounts", SpecMount.toJson(MOUNTS));
    spec.add("linux", linux(id.isEmpty() ? "/" + namespace : "/" + namespace + "/" + id));
    return spec;
  }

  private static JsonObject process() {
    JsonObject process = new JsonObject();
    JsonObject user = Json.object(process, "user");
    user.addProperty("uid", 0);
    user.addProperty("gid", 0);
    process.addProperty("cwd", "/");
    JsonObject capabilities = Json.object(process, "capabilities");
    for (String set : List.of("bounding", "effective", "permitted")) {
      Json.set(capabilities, set, CAPABILITIES);
    }
    Json.array(process, "rlimits")
        .add(new Rlimit("RLIMIT_NOFILE", OPEN_FILES, OPEN_FILES).toJson());
    process.addProperty("noNewPrivileges", true);
    return process;
  }

  private static JsonObject linux(String cgroup) {
    JsonObject linux = new JsonObject();
    Json.array(Json.object(linux, "resources"), "devices").add(DeviceRule.denyAll().toJson());
    linux.addProperty("cgroupsPath", cgroup);
    linux.add("namespaces", namespaces());
    Json.set(linux, "maskedPaths", MASKED);
    Json.set(linux, "readonlyPaths", READ_ONLY);
    return linux;
  }

  private static JsonArray namespaces() {
    JsonArray namespaces = new JsonArray();
    for (String kind : List.of("pid", "ipc", "uts", "mount", "network")) {
      JsonObject namespace = new JsonObject();
      namespace.addProperty("type", kind);
      namespaces.add(namespace);
    }
    return namespaces;
  }
}
