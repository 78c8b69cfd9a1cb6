package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What the process may do of what root may: capabilities(7), by names such as {@code
 * CAP_NET_ADMIN}.
 *
 * <p>Bounding, effective and permitted set are changed together; the inheritable set never grows by
 * it, so that a process without root's rights gains none by a file.
 */
public final class Capabilities {
  private static final List<String> GRANTED = List.of("bounding", "effective", "permitted");

  private Capabilities() {}

  /** These and no others. */
  public static SpecOption only(String... names) {
    return only(List.of(names));
  }

  /** These and no others. */
  public static SpecOption only(List<String> names) {
    CapabilityNames.check(names);
    return draft -> set(draft, names);
  }

  private static void set(SpecDraft draft, List<String> names) {
    JsonObject sets = draft.capabilities();
    GRANTED.forEach(set -> Json.set(sets, set, names));
    List<String> inheritable = new ArrayList<>(Json.texts(sets, "inheritable"));
    inheritable.retainAll(names);
    Json.set(sets, "inheritable", inheritable);
  }

  /** All that the calling process has, which in a container may not be all there are. */
  public static SpecOption current() {
    return draft -> set(draft, CapabilityNames.current());
  }

  /** All that the kernels of today know. */
  public static SpecOption all() {
    return only(CapabilityNames.KNOWN);
  }

  /** These too. */
  public static SpecOption add(String... names) {
    return add(List.of(names));
  }

  /** These too. */
  public static SpecOption add(List<String> names) {
    CapabilityNames.check(names);
    return draft -> {
      for (String set : GRANTED) {
        List<String> all = new ArrayList<>(Json.texts(draft.capabilities(), set));
        names.stream().filter(name -> !all.contains(name)).forEach(all::add);
        Json.set(draft.capabilities(), set, all);
      }
    };
  }

  /** Not these. */
  public static SpecOption drop(String... names) {
    return drop(List.of(names));
  }

  /** Not these. */
  public static SpecOption drop(List<String> names) {
    CapabilityNames.check(names);
    return draft -> {
      for (String set : List.of("bounding", "effective", "permitted", "inheritable")) {
        List<String> left = new ArrayList<>(Json.texts(draft.capabilities(), set));
        left.removeAll(names);
        Json.set(draft.capabilities(), set, left);
      }
    };
  }

  /**
   * These stay with a process that is not root over an exec: the inheritable and the ambient set
   * are these and no others.
   */
  public static SpecOption ambient(String... names) {
    return ambient(List.of(names));
  }

  /** These stay with a process that is not root over an exec. */
  public static SpecOption ambient(List<String> names) {
    CapabilityNames.check(names);
    return draft -> {
      Json.set(draft.capabilities(), "inheritable", names);
      Json.set(draft.capabilities(), "ambient", names);
    };
  }
}
