package io.felucca.oci.cdi;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.option.HostDevices;
import io.felucca.oci.spec.LinuxDevice;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A device node as a CDI file has it, with what is not said as null or empty.
 *
 * @param path in the container
 * @param hostPath empty for the same path
 * @param permissions letters of {@code rwm}; empty for all; {@code none} for none
 */
record DeviceNode(
    String path,
    String hostPath,
    String type,
    Long major,
    Long minor,
    Integer fileMode,
    String permissions,
    Long uid,
    Long gid) {
  private static final Set<String> TYPES = Set.of("", "b", "c", "u", "p");
  private static final String FIFO = "p";

  DeviceNode {
    if (path.isEmpty()) {
      throw Fault.invalid("invalid (empty) device path");
    }
    if (!TYPES.contains(type)) {
      throw Fault.invalid("device \"%s\": invalid type \"%s\": b, c, u or p", path, type);
    }
    if (!permissions.equals("none") && !permissions.matches("[rwm]*")) {
      throw Fault.invalid(
          "device \"%s\": invalid permissions \"%s\": letters of rwm, or none", path, permissions);
    }
  }

  static DeviceNode of(JsonObject json) {
    Fields.only(
        json,
        "deviceNodes[]",
        "path",
        "hostPath",
        "type",
        "major",
        "minor",
        "fileMode",
        "permissions",
        "uid",
        "gid");
    return new DeviceNode(
        Json.text(json, "path"),
        Json.text(json, "hostPath"),
        Json.text(json, "type"),
        Fields.number(json, "major"),
        Fields.number(json, "minor"),
        Optional.ofNullable(Fields.number(json, "fileMode")).map(Long::intValue).orElse(null),
        Json.text(json, "permissions"),
        Fields.number(json, "uid"),
        Fields.number(json, "gid"));
  }

  /** What may be done with it. */
  String access() {
    return permissions.isEmpty() ? "rwm" : permissions.equals("none") ? "" : permissions;
  }

  /** The device, with what the file does not say taken from the host's node. */
  LinuxDevice resolve() {
    return isComplete() ? complete() : fromHost(HostDevices.at(source()));
  }

  private Path source() {
    return Path.of(hostPath.isEmpty() ? path : hostPath);
  }

  private boolean isComplete() {
    return !type.isEmpty() && (major != null && major != 0 || type.equals(FIFO));
  }

  private LinuxDevice complete() {
    return new LinuxDevice(
        type, path, orZero(major), orZero(minor), modeOr(this::hostMode), uid, gid);
  }

  /** Also where all else is said: without root's rights, the node is mounted from the host. */
  private Integer hostMode() {
    try {
      return HostDevices.at(source()).fileMode();
    } catch (Fault absent) {
      return null;
    }
  }

  private LinuxDevice fromHost(LinuxDevice host) {
    if (!type.isEmpty() && !type.equals(host.type())) {
      throw Fault.invalid(
          "CDI device \"%s\": its type is %s, that of the host's \"%s\" is %s",
          path, type, source(), host.type());
    }
    boolean fifo = host.type().equals(FIFO);
    return new LinuxDevice(
        host.type(),
        path,
        fifo ? orZero(major) : host.major(),
        fifo ? orZero(minor) : host.minor(),
        modeOr(host::fileMode),
        uid,
        gid);
  }

  private Integer modeOr(Supplier<Integer> host) {
    return fileMode != null ? fileMode : host.get();
  }

  private static long orZero(Long number) {
    return number == null ? 0 : number;
  }
}
