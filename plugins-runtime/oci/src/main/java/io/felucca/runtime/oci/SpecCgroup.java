package io.felucca.runtime.oci;

import io.felucca.cgroups.Cgroup;
import io.felucca.runc.RuncSettings;
import java.util.Optional;

/** The control group that a specification names, whether it is there or not. */
final class SpecCgroup {
  private static final String SLICE = ".slice";

  private SpecCgroup() {}

  /**
   * The group; empty where the OCI runtime chooses one below its own.
   *
   * @param path {@code linux.cgroupsPath}: absolute, or {@code slice:prefix:name} for systemd
   */
  static Optional<Cgroup> of(String path, RuncSettings settings) {
    String place = settings.systemdCgroup() ? unit(path) : path;
    return place.startsWith("/") && place.length() > 1
        ? Optional.of(Cgroup.at(place))
        : Optional.empty();
  }

  /** Where systemd puts what has three parts: the last two are a scope in the slice. */
  static String unit(String path) {
    String[] parts = path.split(":", -1);
    if (parts.length != 3) {
      return "";
    }
    String slice = parts[0].isEmpty() ? "system.slice" : parts[0];
    boolean named = parts[2].endsWith(SLICE) || parts[1].isEmpty();
    String name = named ? parts[2] : parts[1] + "-" + parts[2];
    return slices(slice) + "/" + (name.endsWith(SLICE) ? name : name + ".scope");
  }

  /** The slice {@code a-b.slice} is in {@code a.slice}: systemd.slice(5). */
  private static String slices(String slice) {
    String stem = slice.endsWith(SLICE) ? slice.substring(0, slice.length() - SLICE.length()) : "";
    if (stem.isEmpty() || stem.equals("-")) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    for (int dash = stem.indexOf('-'); dash > 0; dash = stem.indexOf('-', dash + 1)) {
      path.append('/').append(stem, 0, dash).append(SLICE);
    }
    return path.append('/').append(slice).toString();
  }
}
