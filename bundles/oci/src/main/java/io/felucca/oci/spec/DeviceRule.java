package io.felucca.oci.spec;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;

/**
 * What a container may do with devices, as the cgroup's list has it.
 *
 * @param type {@code b}, {@code c} or {@code a}; empty for all
 * @param major null for all
 * @param minor null for all
 * @param access letters of {@code rwm}; may be empty
 */
public record DeviceRule(boolean allow, String type, Long major, Long minor, String access) {
  public DeviceRule {
    if (!access.matches("[rwm]*")) {
      throw Fault.invalid("access to a device is letters of \"rwm\", not \"%s\"", access);
    }
  }

  /** Nothing may be done with any device. */
  public static DeviceRule denyAll() {
    return new DeviceRule(false, "", null, null, "rwm");
  }

  /** Everything may be done with every device. */
  public static DeviceRule allowAll() {
    return new DeviceRule(true, "", null, null, "rwm");
  }

  /** What may be done with one device. */
  public static DeviceRule allow(LinuxDevice device, String access) {
    return new DeviceRule(true, device.type(), device.major(), device.minor(), access);
  }

  /** As it stands in {@code linux.resources.devices}. */
  public JsonObject toJson() {
    JsonObject rule = new JsonObject();
    rule.addProperty("allow", allow);
    Json.set(rule, "type", type);
    if (major != null) {
      rule.addProperty("major", major);
    }
    if (minor != null) {
      rule.addProperty("minor", minor);
    }
    Json.set(rule, "access", access);
    return rule;
  }
}
