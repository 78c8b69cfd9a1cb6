package io.felucca.runtime.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.linux.LinuxException;
import io.felucca.linux.OomScore;
import io.felucca.wire.cri.PodConfig;
import io.felucca.wire.cri.PodResources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runtime specification of a pod's pause process: its own namespaces but for those of the host,
 * no capabilities, a root that cannot be written.
 *
 * <p>It is written by hand: with the bundle of specifications, {@code io.felucca.oci}, the daemon
 * would have one more bundle of 300 classes and a reader of YAML to find at every start, for these
 * few lines of JSON.
 */
final class PodSpec {
  static final String TYPE = "types.containerd.io/opencontainers/runtime-spec/1/Spec";

  /** Where a runtime mounts a root file system, seen from the bundle. */
  private static final String MOUNTED = "rootfs";

  private static final String CRI = "io.kubernetes.cri.";

  /** So that the kernel takes the pod's containers first, as Kubernetes wants it. */
  private static final int OOM_SCORE = -998;

  /** The least that a cgroup can have: the process does nothing. */
  private static final int CPU_SHARES = 2;

  private final PodRequest pod;
  private final PodConfig config;
  private final boolean ownUsers;

  private PodSpec(PodRequest pod) {
    this.pod = pod;
    this.config = pod.config();
    this.ownUsers = PodUserSpace.isOwn(pod);
  }

  /**
   * The specification for a pod.
   *
   * @param rootfs what {@link PauseProgram} has made
   */
  static TypedValue of(PodRequest pod, Path rootfs) {
    String json = new PodSpec(pod).spec(rootfs).toString();
    return new TypedValue(TYPE, json.getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject spec(Path rootfs) {
    JsonObject spec = new JsonObject();
    spec.addProperty("ociVersion", "1.0.2");
    spec.add("process", process());
    JsonObject root = new JsonObject();
    root.addProperty("path", ownUsers ? MOUNTED : rootfs.toString());
    root.addProperty("readonly", true);
    spec.add("root", root);
    if (!pod.isHostNetwork() && !config.getHostname().isEmpty()) {
      spec.addProperty("hostname", config.getHostname());
    }
    spec.add("mounts", mounts());
    spec.add("annotations", object(annotations()));
    spec.add("linux", linux());
    return spec;
  }

  private JsonObject process() {
    JsonObject process = new JsonObject();
    process.add("user", PodUser.of(pod));
    process.add("args", array(PauseProgram.PATH));
    process.add("env", array("PATH=/"));
    process.addProperty("cwd", "/");
    process.add("capabilities", new JsonObject());
    process.addProperty("noNewPrivileges", true);
    process.addProperty("oomScoreAdj", oomScore());
    return process;
  }

  private static int oomScore() {
    try {
      return OomScore.clip(OOM_SCORE);
    } catch (LinuxException e) {
      throw Fault.io("score of this process for the kernel's memory shortage", e);
    }
  }

  /** What a runtime itself needs: devices are made on the second. */
  private static JsonArray mounts() {
    JsonArray mounts = new JsonArray();
    mounts.add(mount("/proc", "proc", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=64k"));
    return mounts;
  }

  private static JsonObject mount(String target, String type, String... options) {
    JsonObject mount = new JsonObject();
    mount.addProperty("destination", target);
    mount.addProperty("type", type);
    mount.addProperty("source", type);
    mount.add("options", array(options));
    return mount;
  }

  /** What shims group containers by, and what others want to know of a pod. */
  private Map<String, String> annotations() {
    Map<String, String> all = new TreeMap<>();
    putUnlessEmpty(all, "sandbox-name", config.getMetadata().getName());
    putUnlessEmpty(all, "sandbox-namespace", config.getMetadata().getNamespace());
    putUnlessEmpty(all, "sandbox-uid", config.getMetadata().getUid());
    if (config.getLinux().hasResources()) {
      PodResources limits = config.getLinux().getResources();
      all.put(CRI + "sandbox-cpu-period", Long.toString(limits.getCpuPeriod()));
      all.put(CRI + "sandbox-cpu-quota", Long.toString(limits.getCpuQuota()));
      all.put(CRI + "sandbox-cpu-shares", Long.toString(limits.getCpuShares()));
      all.put(CRI + "sandbox-memory", Long.toString(limits.getMemoryLimitInBytes()));
    }
    all.putAll(pod.request().annotations());
    all.put(CRI + "container-type", "sandbox");
    all.put(CRI + "sandbox-id", pod.id());
    return all;
  }

  private static void putUnlessEmpty(Map<String, String> all, String key, String value) {
    if (!value.isEmpty()) {
      all.put(CRI + key, value);
    }
  }

  private JsonObject linux() {
    JsonObject linux = new JsonObject();
    linux.addProperty("cgroupsPath", cgroup());
    JsonObject cpu = new JsonObject();
    cpu.addProperty("shares", CPU_SHARES);
    JsonObject resources = new JsonObject();
    resources.add("cpu", cpu);
    linux.add("resources", resources);
    linux.add("namespaces", namespaces());
    linux.add("sysctl", object(sysctls()));
    if (ownUsers) {
      PodUserSpace.map(pod, linux);
    }
    return linux;
  }

  /** As CRI has it: a slice of systemd by its name, else a path. */
  private String cgroup() {
    String parent = config.getLinux().getCgroupParent();
    if (parent.isEmpty()) {
      return "/" + pod.namespace() + "/" + pod.id();
    }
    if (parent.indexOf('\0') >= 0) {
      throw Fault.invalid("sandbox %s: the cgroup's parent has a NUL: %s", pod.id(), parent);
    }
    String last = parent.substring(parent.lastIndexOf('/') + 1);
    return last.endsWith(".slice")
        ? last + ":cri-containerd:" + pod.id()
        : Path.of("/", parent, pod.id()).toString();
  }

  private JsonArray namespaces() {
    JsonArray all = new JsonArray();
    all.add(namespace("mount", ""));
    if (ownUsers) {
      all.add(namespace("user", ""));
    }
    if (!pod.isHostPid()) {
      all.add(namespace("pid", ""));
    }
    if (!pod.isHostIpc()) {
      all.add(namespace("ipc", ""));
    }
    if (!pod.isHostNetwork()) {
      all.add(namespace("uts", ""));
      all.add(namespace("network", pod.request().netnsPath()));
    }
    return all;
  }

  private static JsonObject namespace(String type, String path) {
    JsonObject namespace = new JsonObject();
    namespace.addProperty("type", type);
    if (!path.isEmpty()) {
      namespace.addProperty("path", path);
    }
    return namespace;
  }

  /**
   * Of a network of its own: low ports and ping are for everybody in it, as CRI's default is; but
   * the kernel takes no groups for ping that a user namespace does not have.
   */
  private Map<String, String> sysctls() {
    Map<String, String> all = new TreeMap<>();
    if (!pod.isHostNetwork()) {
      all.put("net.ipv4.ip_unprivileged_port_start", "0");
      if (!ownUsers) {
        all.put("net.ipv4.ping_group_range", "0 2147483647");
      }
    }
    all.putAll(config.getLinux().getSysctlsMap());
    return all;
  }

  private static JsonArray array(String... values) {
    JsonArray array = new JsonArray();
    Arrays.stream(values).forEach(array::add);
    return array;
  }

  private static JsonObject object(Map<String, String> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::addProperty);
    return object;
  }
}
