package io.felucca.runtime.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.wire.cri.NamespaceMode;
import io.felucca.wire.cri.PodConfig;
import io.felucca.wire.cri.PodMapping;
import io.felucca.wire.cri.PodNamespaces;
import io.felucca.wire.cri.PodUsers;
import java.nio.file.Path;
import java.util.List;

/** The user namespace of a pod: the machine's, or one of its own with mapped users and groups. */
final class PodUserSpace {
  private PodUserSpace() {}

  /**
   * Whether the pod has one of its own. INVALID_ARGUMENT where mappings do not fit the mode or the
   * other namespaces, UNIMPLEMENTED with a network namespace that was made elsewhere: that would
   * have to belong to the new user namespace.
   */
  static boolean isOwn(PodRequest pod) {
    PodNamespaces namespaces = pod.config().getLinux().getSecurity().getNamespaces();
    if (!namespaces.hasUsers()) {
      return false;
    }
    PodUsers users = namespaces.getUsers();
    int uids = users.getUidsCount();
    int gids = users.getGidsCount();
    switch (users.getMode()) {
      case NODE -> {
        if (uids > 0 || gids > 0) {
          throw invalid(pod, "the machine's takes no mappings, %d and %d were given", uids, gids);
        }
        return false;
      }
      case POD -> check(pod, users);
      default -> throw invalid(pod, "mode %s is none for a pod", users.getMode());
    }
    return true;
  }

  /**
   * What the runtime is to mount as the root file system: without mounts it uses the folder where
   * it is, and the users of a namespace of its own may not go there.
   */
  static List<Mount> mounts(PodConfig config, Path rootfs) {
    PodNamespaces namespaces = config.getLinux().getSecurity().getNamespaces();
    return namespaces.hasUsers() && namespaces.getUsers().getMode() == NamespaceMode.POD
        ? List.of(Mount.of("bind", rootfs.toString(), List.of("rbind", "ro")))
        : List.of();
  }

  private static void check(PodRequest pod, PodUsers users) {
    if (users.getUidsCount() == 0 || users.getGidsCount() == 0) {
      throw invalid(
          pod,
          "mappings of users and of groups are needed, %d and %d were given",
          users.getUidsCount(),
          users.getGidsCount());
    }
    if (pod.isHostPid()) {
      throw invalid(pod, "%s of processes cannot be shown in one of its own", NamespaceMode.NODE);
    }
    if (!pod.request().netnsPath().isEmpty()) {
      throw Fault.unimplemented(
          "sandbox %s: a user namespace of its own in the network namespace %s",
          pod.id(), pod.request().netnsPath());
    }
  }

  private static Fault invalid(PodRequest pod, String format, Object... args) {
    return Fault.invalid("sandbox %s: user namespace: %s", pod.id(), format.formatted(args));
  }

  /** Sets the mappings. */
  static void map(PodRequest pod, JsonObject linux) {
    PodUsers users = pod.config().getLinux().getSecurity().getNamespaces().getUsers();
    linux.add("uidMappings", mappings(users.getUidsList()));
    linux.add("gidMappings", mappings(users.getGidsList()));
  }

  private static JsonArray mappings(List<PodMapping> given) {
    JsonArray all = new JsonArray();
    for (PodMapping each : given) {
      JsonObject mapping = new JsonObject();
      mapping.addProperty("containerID", Integer.toUnsignedLong(each.getContainerId()));
      mapping.addProperty("hostID", Integer.toUnsignedLong(each.getHostId()));
      mapping.addProperty("size", Integer.toUnsignedLong(each.getLength()));
      all.add(mapping);
    }
    return all;
  }
}
