package io.felucca.oci.spec;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;

/**
 * A limit of a process: setrlimit(2).
 *
 * @param type such as {@code RLIMIT_NOFILE}
 * @param hard the ceiling; -1 for none, written as the 64 bits of it
 * @param soft what applies; -1 for none
 */
public record Rlimit(String type, long hard, long soft) {
  public Rlimit {
    if (!type.startsWith("RLIMIT_")) {
      throw Fault.invalid("a resource limit is called RLIMIT_..., not \"%s\"", type);
    }
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw Fault.invalid(
          "%s: the soft limit %s is above the hard limit %s",
          type, Long.toUnsignedString(soft), Long.toUnsignedString(hard));
    }
  }

  /** As it stands in {@code process.rlimits}. */
  public JsonObject toJson() {
    JsonObject limit = new JsonObject();
    limit.addProperty("type", type);
    limit.addProperty("hard", Unsigned.of(hard));
    limit.addProperty("soft", Unsigned.of(soft));
    return limit;
  }
}
