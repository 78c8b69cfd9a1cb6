package io.felucca.oci.spec;

import com.google.gson.JsonObject;

/**
 * A device node in a container.
 *
 * @param type {@code b}, {@code c} or {@code p}
 * @param path in the container
 * @param fileMode permission bits; null for the runtime's default
 * @param uid owner in the container; null for the runtime's default
 * @param gid group in the container; null for the runtime's default
 */
public record LinuxDevice(
    String type, String path, long major, long minor, Integer fileMode, Long uid, Long gid) {

  /** The same device at another path. */
  public LinuxDevice at(String other) {
    return new LinuxDevice(type, other, major, minor, fileMode, uid, gid);
  }

  /** As it stands in {@code linux.devices}. */
  public JsonObject toJson() {
    JsonObject device = new JsonObject();
    device.addProperty("path", path);
    device.addProperty("type", type);
    device.addProperty("major", major);
    device.addProperty("minor", minor);
    if (fileMode != null) {
      device.addProperty("fileMode", fileMode);
    }
    if (uid != null) {
      device.addProperty("uid", uid);
    }
    if (gid != null) {
      device.addProperty("gid", gid);
    }
    return device;
  }
}
