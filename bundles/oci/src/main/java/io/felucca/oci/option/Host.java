package io.felucca.oci.option;

import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.json.Texts;
import io.felucca.oci.spec.SpecOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the container takes for the machine it runs on: its names and its kernel's settings. */
public final class Host {
  private Host() {}

  /** The host's name; needs a UTS namespace of the container's own. */
  public static SpecOption hostname(String name) {
    return draft -> Json.set(draft.tree(), "hostname", name);
  }

  /** The NIS domain; needs a UTS namespace of the container's own. */
  public static SpecOption domainname(String name) {
    return draft -> Json.set(draft.tree(), "domainname", name);
  }

  /** Settings of the kernel by name, such as {@code net.ipv4.ip_forward}: sysctl(8). */
  public static SpecOption sysctl(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.keySet().forEach(Host::check);
    return draft -> Texts.put(draft.linux(), "sysctl", all);
  }

  private static void check(String name) {
    if (name.isEmpty() || name.startsWith("/") || name.contains("..")) {
      throw Fault.invalid("\"%s\" is no name of a kernel setting, such as kernel.msgmax", name);
    }
  }
}
