package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.seccomp.DefaultProfile;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What keeps the container in: system calls, labels and profiles, hidden and read-only paths. */
public final class Security {
  private Security() {}

  /**
   * Most of what the host's root may do: all capabilities of the caller, nothing masked or
   * read-only below /proc and /sys, no seccomp, AppArmor or SELinux. Devices come with {@link
   * Devices#allowAll()} and {@link Devices#host()}.
   */
  public static SpecOption privileged() {
    return SpecOption.all(
        Capabilities.current(),
        maskedPaths(List.of()),
        readOnlyPaths(List.of()),
        Mounts.writableSysfs(),
        Mounts.writableCgroupfs(),
        selinux(""),
        apparmor(""),
        withoutSeccomp());
  }

  /** Lets programs with set-user-ID or capabilities give the process more rights. */
  public static SpecOption newPrivileges() {
    return draft -> draft.process().remove("noNewPrivileges");
  }

  /** The process never gets more rights than it begins with, which is the default. */
  public static SpecOption noNewPrivileges() {
    return draft -> draft.process().addProperty("noNewPrivileges", true);
  }

  /**
   * The default list of system calls, by the capabilities that the specification has at this point:
   * comes after those.
   */
  public static SpecOption defaultSeccomp() {
    return draft -> {
      List<String> capabilities = Json.texts(draft.capabilities(), "bounding");
      draft.linux().add("seccomp", DefaultProfile.ofThisMachine(capabilities));
    };
  }

  /** A list of system calls, as {@code linux.seccomp} has it. */
  public static SpecOption seccomp(JsonObject profile) {
    return draft -> draft.linux().add("seccomp", profile.deepCopy());
  }

  /** A list of system calls in a file, as {@code linux.seccomp} has it. */
  public static SpecOption seccomp(Path profile) {
    return draft -> draft.linux().add("seccomp", read(profile));
  }

  private static JsonObject read(Path profile) {
    try {
      JsonObject json = Json.parse(Files.readAllBytes(profile), "seccomp profile " + profile);
      if (Json.text(json, "defaultAction").isEmpty()) {
        throw Fault.invalid("the seccomp profile %s has no defaultAction", profile);
      }
      return json;
    } catch (IOException e) {
      throw Fault.io("cannot load the seccomp profile " + profile, e);
    }
  }

  /** No list of system calls. */
  public static SpecOption withoutSeccomp() {
    return draft -> draft.linux().remove("seccomp");
  }

  /** The name of an AppArmor profile that is loaded; empty for none. */
  public static SpecOption apparmor(String profile) {
    return draft -> Json.set(draft.process(), "apparmorProfile", profile);
  }

  /** The SELinux label of the process; empty for none. */
  public static SpecOption selinux(String label) {
    return draft -> Json.set(draft.process(), "selinuxLabel", label);
  }

  /** The SELinux label of the container's mounts; empty for none. */
  public static SpecOption mountLabel(String label) {
    return draft -> Json.set(draft.linux(), "mountLabel", label);
  }

  /** What the container sees as empty, in place of the list before. */
  public static SpecOption maskedPaths(List<String> paths) {
    return draft -> set(draft, "maskedPaths", paths);
  }

  /** What the container cannot write to, in place of the list before. */
  public static SpecOption readOnlyPaths(List<String> paths) {
    return draft -> set(draft, "readonlyPaths", paths);
  }

  private static void set(SpecDraft draft, String name, List<String> paths) {
    Json.set(draft.linux(), name, paths);
  }
}
