package io.felucca.oci.option;

import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.json.Texts;
import io.felucca.oci.spec.SpecOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which cgroup the container is in, and settings of it that have no option of their own. */
public final class Cgroups {
  private Cgroups() {}

  /** A path from the root of each hierarchy; empty for what the runtime makes up. */
  public static SpecOption path(String path) {
    return draft -> Json.set(draft.linux(), "cgroupsPath", path);
  }

  /** {@code /namespace/id}, which is what a specification begins with. */
  public static SpecOption namespaced() {
    return draft -> path("/" + draft.namespace() + "/" + draft.id()).apply(draft);
  }

  /**
   * A scope that systemd makes, {@code prefix-name.scope} in a slice; for a runtime with the
   * systemd driver.
   */
  public static SpecOption systemd(String slice, String prefix, String name) {
    if (!slice.isEmpty() && !slice.endsWith(".slice")) {
      throw Fault.invalid("a slice's name ends in .slice: \"%s\"", slice);
    }
    if (slice.contains("/") || prefix.contains(":") || name.isEmpty() || name.contains(":")) {
      throw Fault.invalid(
          "a scope is slice:prefix:name, not \"%s\", \"%s\", \"%s\"", slice, prefix, name);
    }
    return path(slice + ":" + prefix + ":" + name);
  }

  /** Files of cgroup v2 by name, such as {@code memory.high}, and what is written to them. */
  public static SpecOption unified(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    return draft -> Texts.put(draft.resources(), "unified", all);
  }
}
