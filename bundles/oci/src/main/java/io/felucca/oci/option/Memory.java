package io.felucca.oci.option;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecOption;
import io.felucca.oci.spec.Unsigned;

/** How much memory the container gets, in bytes; -1 is no limit. */
public final class Memory {
  private static final int MOST_SWAPPINESS = 100;

  private Memory() {}

  /** What it may use. */
  public static SpecOption limit(long bytes) {
    return set("limit", bytes);
  }

  /** What it is left when memory is scarce. */
  public static SpecOption reservation(long bytes) {
    return set("reservation", bytes);
  }

  /** What it may use of memory and swap together. */
  public static SpecOption swap(long bytes) {
    return set("swap", bytes);
  }

  /** How readily the kernel swaps, 0 to 100; cgroup v1. */
  public static SpecOption swappiness(int value) {
    if (value < 0 || value > MOST_SWAPPINESS) {
      throw Fault.invalid("swappiness is 0 to 100, not %d", value);
    }
    return set("swappiness", value);
  }

  /** Does not kill processes that reach the limit, but lets them wait; cgroup v1. */
  public static SpecOption withoutOomKiller() {
    return draft -> draft.resource("memory").addProperty("disableOOMKiller", true);
  }

  /**
   * Pages of a size that the processor offers.
   *
   * @param size such as {@code 2MB}
   */
  public static SpecOption hugePages(String size, long bytes) {
    JsonObject limit = new JsonObject();
    limit.addProperty("pageSize", size);
    limit.addProperty("limit", Unsigned.of(bytes));
    return draft -> {
      JsonArray kept = new JsonArray();
      for (JsonObject other : Json.objects(draft.resources(), "hugepageLimits")) {
        if (!Json.text(other, "pageSize").equals(size)) {
          kept.add(other);
        }
      }
      kept.add(limit);
      draft.resources().add("hugepageLimits", kept);
    };
  }

  private static SpecOption set(String name, long value) {
    return draft -> draft.resource("memory").addProperty(name, value);
  }
}
