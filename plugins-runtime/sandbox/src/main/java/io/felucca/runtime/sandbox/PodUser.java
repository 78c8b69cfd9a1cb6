package io.felucca.runtime.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.wire.cri.PodSecurity;

/** Whose rights a pod's pause process has: numbers that CRI says, of 64 bits, Linux's have 32. */
final class PodUser {
  private final String pod;
  private final PodSecurity security;

  private PodUser(PodRequest pod) {
    this.pod = pod.id();
    this.security = pod.config().getLinux().getSecurity();
  }

  /** As {@code process.user} has it; INVALID_ARGUMENT for what cannot be a user or a group. */
  static JsonObject of(PodRequest pod) {
    return new PodUser(pod).user();
  }

  private JsonObject user() {
    if (security.hasRunAsGroup() && !security.hasRunAsUser()) {
      throw Fault.invalid(
          "sandbox %s: user group %d is specified without user",
          pod, security.getRunAsGroup().getValue());
    }
    JsonObject user = new JsonObject();
    user.addProperty("uid", checked("user", security.getRunAsUser().getValue()));
    user.addProperty("gid", checked("group", security.getRunAsGroup().getValue()));
    if (security.getSupplementalGroupsCount() > 0) {
      JsonArray groups = new JsonArray();
      security
          .getSupplementalGroupsList()
          .forEach(group -> groups.add(checked("supplemental group", group)));
      user.add("additionalGids", groups);
    }
    return user;
  }

  private long checked(String what, long id) {
    if (id >>> Integer.SIZE != 0) {
      throw Fault.invalid(
          "sandbox %s: %s %d is out of range (0 to %d)", pod, what, id, -1L >>> Integer.SIZE);
    }
    return id;
  }
}
