package io.felucca.oci.option;

import com.google.gson.JsonArray;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.DeviceRule;
import io.felucca.oci.spec.LinuxDevice;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecOption;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Which device nodes the container has and what it may do with devices. */
public final class Devices {
  private static final String ALL = "rwm";

  /** null, random, full, tty, zero, urandom, console, pts/*, ptmx: the kernel's devices.txt. */
  private static final List<DeviceRule> BASIC =
      List.of(
          character(1, 3L),
          character(1, 8L),
          character(1, 7L),
          character(5, 0L),
          character(1, 5L),
          character(1, 9L),
          character(5, 1L),
          character(136, null),
          character(5, 2L));

  private Devices() {}

  private static DeviceRule character(long major, Long minor) {
    return new DeviceRule(true, "c", major, minor, ALL);
  }

  /** Lets the container use what every container's {@code /dev} has. */
  public static SpecOption basic() {
    return rules(BASIC);
  }

  /** Adds rules behind those that are there. */
  public static SpecOption rules(List<DeviceRule> rules) {
    return draft -> rules.forEach(rule -> add(draft, rule));
  }

  private static void add(SpecDraft draft, DeviceRule rule) {
    Json.array(draft.resources(), "devices").add(rule.toJson());
  }

  /** Adds device nodes, without a word about what may be done with them. */
  public static SpecOption nodes(List<LinuxDevice> devices) {
    return draft ->
        devices.forEach(device -> Json.array(draft.linux(), "devices").add(device.toJson()));
  }

  /**
   * A device node of the host at the same place, and what may be done with it.
   *
   * @param access letters of {@code rwm}
   */
  public static SpecOption device(Path path, String access) {
    return below(path, "", access);
  }

  /**
   * What a path of the host leads to, also by symbolic links.
   *
   * @param inContainer where in the container; empty for the place that it leads to
   * @param access letters of {@code rwm}
   */
  public static SpecOption behind(Path path, String inContainer, String access) {
    return draft -> below(followed(path), inContainer, access).apply(draft);
  }

  private static Path followed(Path path) {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      throw new Fault(Fault.Kind.NOT_FOUND, "there is no device " + path + " on this machine", e);
    } catch (IOException e) {
      throw Fault.io("cannot follow the path to a device " + path, e);
    }
  }

  /**
   * A device node of the host, or all in a folder of it, and what may be done with them.
   *
   * @param inContainer where in the container; empty for the same place
   * @param access letters of {@code rwm}
   */
  public static SpecOption below(Path path, String inContainer, String access) {
    return draft -> {
      List<LinuxDevice> devices = HostDevices.below(path, inContainer);
      nodes(devices).apply(draft);
      devices.forEach(device -> add(draft, DeviceRule.allow(device, access)));
    };
  }

  /** All device nodes of the host. */
  public static SpecOption host() {
    return draft -> nodes(HostDevices.below(Path.of("/dev"), "")).apply(draft);
  }

  /** Everything may be done with every device. */
  public static SpecOption allowAll() {
    return draft -> {
      JsonArray rules = new JsonArray();
      rules.add(DeviceRule.allowAll().toJson());
      draft.resources().add("devices", rules);
    };
  }

  /** What may be done is what the parent cgroup allows. */
  public static SpecOption asParent() {
    return draft -> draft.resources().remove("devices");
  }
}
