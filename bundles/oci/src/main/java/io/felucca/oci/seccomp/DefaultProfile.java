package io.felucca.oci.seccomp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.oci.image.Platform;
import io.felucca.oci.json.Json;
import java.util.List;

/**
 * The system calls that a container may make by default: those of containerd 2.
 *
 * <p>All others fail with EPERM. Which are allowed goes by the architecture, the kernel's release
 * and the container's capabilities.
 */
public final class DefaultProfile {
  private static final String ADMIN = "CAP_SYS_ADMIN";

  private static final int ENOSYS = 38;

  private final SyscallTable table = SyscallTable.load();
  private final List<String> capabilities;
  private final String architecture;
  private final KernelRelease kernel;
  private final JsonArray rules = new JsonArray();

  private DefaultProfile(List<String> capabilities, String architecture, KernelRelease kernel) {
    this.capabilities = capabilities;
    this.architecture = architecture;
    this.kernel = kernel;
  }

  /**
   * The profile for a container on this machine.
   *
   * @param capabilities of its bounding set
   */
  public static JsonObject ofThisMachine(List<String> capabilities) {
    return of(capabilities, Platform.host().architecture(), System.getProperty("os.version"));
  }

  /**
   * The profile for a container on a machine.
   *
   * @param architecture in the words of Go
   * @param release of the kernel, such as {@code 6.1.0-18-amd64}
   */
  static JsonObject of(List<String> capabilities, String architecture, String release) {
    return new DefaultProfile(capabilities, architecture, KernelRelease.parse(release)).profile();
  }

  private JsonObject profile() {
    JsonObject profile = new JsonObject();
    profile.addProperty("defaultAction", "SCMP_ACT_ERRNO");
    Json.set(profile, "architectures", Arches.of(architecture));
    allow(table.names("always"));
    ArgumentRules.sockets().forEach(rules::add);
    ArgumentRules.personalities().forEach(rules::add);
    for (String release : table.conditions("kernel")) {
      if (kernel.isAtLeast(KernelRelease.parse(release))) {
        allow(table.names("kernel " + release));
      }
    }
    allow(table.names("arch " + architecture));
    capabilities.forEach(capability -> allow(table.names("cap " + capability)));
    if (!capabilities.contains(ADMIN)) {
      rules.add(ArgumentRules.cloneWithoutNamespaces(architecture));
      // C libraries fall back to clone, whose flags can be looked at, on this error only
      rules.add(Rule.fail("clone3", ENOSYS));
    }
    profile.add("syscalls", rules);
    return profile;
  }

  private void allow(List<String> names) {
    if (!names.isEmpty()) {
      rules.add(Rule.allow(names));
    }
  }
}
